import Engine

/// What became of one receiver's test.
struct NotifyResult: Encodable {
    struct Step: Encodable {
        var delivered: Bool
        /// It said that no repetition will help.
        var refusedForGood: Bool
        var error: String?
        var milliseconds: Int

        init(_ outcome: DeliveryOutcome, took: Duration) {
            milliseconds = Int(took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000)
            switch outcome {
            case .delivered: (delivered, refusedForGood, error) = (true, false, nil)
            case .refused(let why): (delivered, refusedForGood, error) = (false, true, why)
            case .failed(let why, _): (delivered, refusedForGood, error) = (false, false, why)
            }
        }
    }

    var name: String
    var kind: String
    var firing: Step?
    /// Nil where the first message was not delivered.
    var resolved: Step?

    var delivered: Bool { firing?.delivered == true && resolved?.delivered == true }

    init(name: String, kind: String) {
        self.name = name
        self.kind = kind
    }

    private enum CodingKeys: String, CodingKey {
        case name, kind, delivered, firing, resolved
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(kind, forKey: .kind)
        try container.encode(delivered, forKey: .delivered)
        try container.encodeIfPresent(firing, forKey: .firing)
        try container.encodeIfPresent(resolved, forKey: .resolved)
    }
}

/// `--json`
struct NotifyView: Encodable {
    var receivers: [NotifyResult]
}

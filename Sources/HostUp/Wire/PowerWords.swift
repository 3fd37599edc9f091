import Engine

extension PowerState {
    /// Nil where the body names none: absent, or null, which the provider documents as "not known here". What is there
    /// but not in the list, another type among it, is `unknown`.
    init?(member json: JSON?) {
        guard let json, json != .null else { return nil }
        self = json.text.flatMap(PowerState.init(rawValue:)) ?? .unknown
    }
}

extension ServiceStatus {
    /// As for the power state.
    init?(member json: JSON?) {
        guard let json, json != .null else { return nil }
        self = json.text.flatMap(ServiceStatus.init(rawValue:)) ?? .unknown
    }
}

extension PendingTasks {
    /// `[]` and `0` are idle; absent and null are absent; whatever else stands there is work under way.
    init(member json: JSON?) {
        switch json {
        case nil, .null: self = .absent
        case .array([]), .integer(0): self = .idle
        case .some(let other): self = .busy(other.summary())
        }
    }
}

extension ActionGate {
    private static let names = PowerAction.allCases.map(\.gateName)

    /// The gates in a body's top-level `actions`.
    ///
    /// A gate is a boolean or `{"allowed": …}`. One that is null or of another type is there all the same, and denies. An
    /// `actions` that is absent or null carries no gate; of another type, it carries every gate, unreadable.
    static func gates(in body: JSON, source: String) -> [ActionGate] {
        guard let actions = body.present("actions") else { return [] }
        guard actions.isObject else {
            return names.map { name in
                ActionGate(name: name, source: source, verdict: .undecodable("actions is \(actions.typeName)"))
            }
        }
        return names.compactMap { name in
            actions[name].map { ActionGate(name: name, source: source, verdict: Verdict($0)) }
        }
    }
}

extension ActionGate.Verdict {
    init(_ json: JSON) {
        switch json {
        case .bool(true): self = .allowed
        case .bool(false): self = .denied("")
        case .object: self.init(allowed: json["allowed"], of: json)
        case .null, .integer, .number, .string, .array: self = .undecodable(json.typeName)
        }
    }

    private init(allowed: JSON?, of gate: JSON) {
        switch allowed {
        case .bool(true): self = .allowed
        case .bool(false): self = .denied(ActionGate.Verdict.words(of: gate))
        case nil: self = .undecodable("an object without allowed")
        case .some(let other): self = .undecodable("allowed is \(other.typeName)")
        }
    }

    private static func words(of gate: JSON) -> String {
        let reason = gate.present("reason")?.text ?? ""
        let code = (gate.present("code")?.text).map { "(\($0))" } ?? ""
        return [reason, code].filter { !$0.isEmpty }.joined(separator: " ").printable(limit: 200)
    }
}

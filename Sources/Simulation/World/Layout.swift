internal import Engine

/// What positions in the policy mean in the world, looked up once a reload.
struct Layout {
    struct Probe {
        var kind: ProbeKind
        var interval: TimeSpan
        var timeout: TimeSpan
        var isNamed: Bool
    }

    /// The guest behind each target.
    let guests: [Int]
    let probes: [[Probe]]
    let references: [Probe]

    init(_ policy: Policy) {
        guests = policy.targets.map { Layout.guest($0.id) }
        probes = policy.targets.map { $0.probes.map { Probe($0, ProbeKind($0.check)) } }
        references = policy.references.map { Probe($0, .reference) }
    }

    /// Ids count from one.
    static func guest(_ id: VPSID) -> Int { (Int(id.text.dropFirst("vps_".count)) ?? 1) - 1 }
}

extension Layout.Probe {
    fileprivate init(_ definition: ProbeDefinition, _ kind: ProbeKind) {
        self.init(
            kind: kind,
            interval: definition.interval,
            timeout: definition.timeout,
            isNamed: kind != .agent && definition.check.literalAddress == nil
        )
    }
}

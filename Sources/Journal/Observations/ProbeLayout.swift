public import Engine

/// Which target and probe stand at which position in one epoch: what a stored observation's numbers mean.
public struct ProbeLayout: Hashable, Sendable, Codable {
    public struct Owner: Hashable, Sendable, Codable {
        /// The VPS's id; a reference's own text.
        public var id: String
        public var probes: [String]

        public init(id: String, probes: [String]) {
            self.id = id
            self.probes = probes
        }
    }

    public var targets: [Owner]
    public var references: [Owner]

    public init(targets: [Owner], references: [Owner]) {
        self.targets = targets
        self.references = references
    }
}

extension ProbeLayout {
    /// The layout of one policy.
    public init(_ policy: Policy) {
        targets = policy.targets.map { Owner(id: $0.id.text, probes: $0.probes.map(\.name)) }
        references = policy.references.map { Owner(id: $0.name, probes: [$0.name]) }
    }

    /// Nil for an address that is not in it.
    func series(of address: ProbeAddress) -> SeriesName? {
        let owner: Owner? =
            switch address.owner {
            case .target(let index): targets.indices.contains(index) ? targets[index] : nil
            case .reference(let index): references.indices.contains(index) ? references[index] : nil
            }
        guard let owner, owner.probes.indices.contains(address.probe) else { return nil }
        return SeriesName(owner: owner.id, probe: owner.probes[address.probe])
    }
}

/// A probe by name, the same over epochs and runs.
struct SeriesName: Hashable, Sendable {
    var owner: String
    var probe: String
}

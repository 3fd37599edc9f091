public import Engine

/// What is to be probed, under one epoch of the configuration.
public struct ProbePlan: Sendable {
    public var probes: [PlannedProbe]

    public init(probes: [PlannedProbe]) {
        self.probes = probes
    }

    /// Every probe of every target, then the references, in the order of the configuration.
    public init(policy: Policy, epoch: UInt32) {
        probes = []
        for (index, target) in policy.targets.enumerated() {
            for (probe, definition) in target.probes.enumerated() {
                let address = ProbeAddress(owner: .target(index), probe: probe, epoch: epoch)
                probes.append(
                    PlannedProbe(address: address, definition: definition, vps: target.id, vmid: target.vmid)
                )
            }
        }
        for (index, definition) in policy.references.enumerated() {
            let address = ProbeAddress(owner: .reference(index), probe: 0, epoch: epoch)
            probes.append(PlannedProbe(address: address, definition: definition))
        }
    }
}

public struct PlannedProbe: Sendable {
    /// What its observations carry, epoch included.
    public var address: ProbeAddress
    public var definition: ProbeDefinition
    /// Whose agent an agent probe asks; nil for a reference.
    public var vps: VPSID?
    public var vmid: Int?

    public init(address: ProbeAddress, definition: ProbeDefinition, vps: VPSID? = nil, vmid: Int? = nil) {
        self.address = address
        self.definition = definition
        self.vps = vps
        self.vmid = vmid
    }

    /// What stays the same over a reload for what is the same probe, whatever its position and pace.
    struct Identity: Hashable {
        let vps: VPSID?
        let name: String
        let check: Check
    }

    var identity: Identity {
        Identity(vps: vps, name: definition.name, check: definition.check)
    }

    /// Whether what this was made ready with serves the other as well, which has the same identity.
    func isCarriedOut(as other: PlannedProbe) -> Bool {
        let (mine, others) = (definition, other.definition)
        return mine.timeout == others.timeout && mine.reuse == others.reuse && vmid == other.vmid
    }
}

import Engine

/// Where a recorded observation belongs under another policy: the same probe of the same VPS, by name.
struct AddressBook {
    private struct Place: Hashable {
        var owner: String
        var probe: String
    }

    private let recorded: Policy
    private let recordedEpoch: UInt32
    private let epoch: UInt32
    private var targets: [Place: (target: Int, probe: Int)] = [:]
    private var references: [String: Int] = [:]

    init(recorded: Policy, epoch recordedEpoch: UInt32, tried: Policy, epoch: UInt32) {
        self.recorded = recorded
        self.recordedEpoch = recordedEpoch
        self.epoch = epoch
        for (index, target) in tried.targets.enumerated() {
            for (probe, definition) in target.probes.enumerated() {
                targets[Place(owner: target.id.text, probe: definition.name)] = (index, probe)
            }
        }
        for (index, reference) in tried.references.enumerated() { references[reference.name] = index }
    }

    /// Nil for what the tried policy does not watch, and for what came too late to count in its own time.
    func translate(_ observation: Observation) -> Observation? {
        guard observation.probe.epoch == recordedEpoch else { return nil }
        var moved = observation
        switch observation.probe.owner {
        case .target(let index):
            guard recorded.targets.indices.contains(index),
                recorded.targets[index].probes.indices.contains(observation.probe.probe)
            else { return nil }
            let target = recorded.targets[index]
            let name = target.probes[observation.probe.probe].name
            guard let place = targets[Place(owner: target.id.text, probe: name)] else { return nil }
            moved.probe = ProbeAddress(owner: .target(place.target), probe: place.probe, epoch: epoch)
        case .reference(let index):
            guard recorded.references.indices.contains(index),
                let place = references[recorded.references[index].name]
            else { return nil }
            moved.probe = ProbeAddress(owner: .reference(place), probe: 0, epoch: epoch)
        }
        return moved
    }
}

import Engine
import Exposition
import Synchronization

/// The labels of every target and probe, rendered at the first exposition that meets them and kept until the fleet changes:
/// at 10,000 targets with two probes 2 MB.
final class LabelShelf: Sendable {
    struct Labels: Sendable {
        fileprivate(set) var epoch: UInt32 = 0
        /// By index in the fleet, as are the next two.
        fileprivate(set) var targets: [RenderedLabels] = []
        /// What was configured for it.
        fileprivate(set) var infos: [RenderedLabels] = []
        /// Where each target's probes begin.
        fileprivate(set) var firstProbes: [Int] = []
        /// Of all targets' probes in turn.
        fileprivate(set) var probes: [RenderedLabels] = []
    }

    private let labels = Mutex(Labels())

    /// Those of its targets, and maybe of others.
    func labels(for slice: FleetSlice) -> Labels {
        labels.withLock { labels in
            if labels.epoch != slice.epoch { labels = Labels(epoch: slice.epoch) }
            for index in labels.targets.count..<max(labels.targets.count, slice.range.upperBound) {
                labels.add(slice.fleet[index])
            }
            return labels
        }
    }
}

extension LabelShelf.Labels {
    fileprivate mutating func add(_ target: Target) {
        let own: RenderedLabels = ["vps": target.id.text, "name": target.name]
        targets.append(own)
        infos.append(RenderedLabels(configuredFor: target))
        firstProbes.append(probes.count)
        for probe in target.probes { probes.append(own.joined(["probe": probe.name])) }
    }
}

extension RenderedLabels {
    /// Prefixed, so that no configured label can collide with ours; of two with one name the first.
    fileprivate init(configuredFor target: Target) {
        var labels: [(name: String, value: String)] = []
        for label in target.labels {
            let name = "label_" + label.name
            guard RenderedLabels.isValidName(name), !labels.contains(where: { $0.name == name }) else { continue }
            labels.append((name: name, value: label.value))
        }
        self.init(labels)
    }
}

public import Engine

/// Makes targets of the account's VPSs, as `discovery` says. It keeps what it compiled, and belongs to one thread.
public struct TargetMaking {
    /// What becomes of one VPS.
    public enum Result: Hashable, Sendable {
        case target(Target)
        /// A step of `relabel` left it out.
        case unwanted
        /// It is wanted, and can't be watched: why.
        case impossible(String)
    }

    private let settings: DiscoverySettings
    private var relabeling: Relabeling

    public init(_ settings: DiscoverySettings) {
        self.settings = settings
        relabeling = Relabeling(settings.relabel)
    }

    /// - Parameter meta: what the listing says of the VPS, as `__meta_hostup_…` labels.
    public mutating func make(_ vps: VPSID, _ meta: [Label]) -> Result {
        var labels = LabelSet(settings.labels + meta)
        labels[DiscoveryLabels.name] = labels[DiscoveryLabels.vpsName]
        labels[DiscoveryLabels.address] = labels[DiscoveryLabels.primaryIP]
        guard let relabelled = relabeling.apply(to: labels.all) else { return .unwanted }
        return target(vps, LabelSet(relabelled))
    }

    private func target(_ vps: VPSID, _ labels: LabelSet) -> Result {
        let name = labels[DiscoveryLabels.name]
        let written = labels[DiscoveryLabels.address]
        let address = written.isEmpty ? nil : try? HostSyntax.parse(written)
        if address == nil, !written.isEmpty { return .impossible("its address, '\(written.excerpt)', is none") }
        var probes: [ProbeDefinition] = []
        for template in settings.probes {
            do throws(ProbeTemplate.Lack) {
                probes.append(try template.filled(address: address, name: name))
            } catch {
                return .impossible(error.words)
            }
        }
        let own = labels.all.filter { !$0.name.hasPrefix("__") && !LabelReader.reserved.contains($0.name) }
        var target = Target(
            id: vps,
            name: name.isEmpty ? vps.text : name,
            labels: own,
            mode: .observe,
            probes: probes,
            origin: .discovered
        )
        if settings.arm?.holds(for: target) == true { target.mode = .armed }
        return .target(target)
    }
}

extension [Target] {
    /// Discovered targets that share a name, or have one of the configuration's, get their ids behind it: whatever the
    /// listing's order, each has the same name again.
    public func namedApart(from configured: [Target]) -> [Target] {
        var counts: [String: Int] = [:]
        let ids = Set(configured.map(\.id))
        for target in configured { counts[target.name, default: 0] += 1 }
        for target in self where !ids.contains(target.id) { counts[target.name, default: 0] += 1 }
        return map { target in
            guard counts[target.name, default: 0] > 1, !ids.contains(target.id) else { return target }
            var named = target
            named.name = "\(target.name)@\(target.id)"
            return named
        }
    }
}

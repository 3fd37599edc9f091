import Configuration
import Engine
import HostUp

/// What `discovery` would make of the account today.
struct DiscoveryPreview: Sendable {
    struct Find: Sendable {
        var vps: VPSID
        var name: String
        var meta: [Label]
        /// The target it becomes, with what it is promised; nil where it becomes none.
        var prospect: Prospect?
        /// Why it becomes none.
        var reason: String?
        /// Rules that match it and name a probe it lacks: they do nothing about it.
        var idleRules: [String] = []
    }

    /// In the listing's order, those that the configuration names left out.
    var finds: [Find]

    var targets: [Target] { finds.compactMap(\.prospect?.target) }

    /// Nil where nothing is to be discovered.
    init?(_ configuration: LoadedConfiguration, _ listing: Listing) {
        guard let settings = configuration.discovery else { return nil }
        let policy = configuration.policy
        let named = Set(policy.targets.map(\.id))
        var making = TargetMaking(settings)
        var made: [(reading: PlatformReading, meta: [Label], result: TargetMaking.Result)] = []
        for (reading, details) in zip(listing.readings, listing.details) where !named.contains(reading.id) {
            made.append((reading, details.meta, making.make(reading.id, details.meta)))
        }
        let targets = made.compactMap { if case .target(let target) = $0.result { target } else { nil } }
        var apart = targets.namedApart(from: policy.targets)[...]
        finds = made.map { reading, meta, result in
            var find = Find(vps: reading.id, name: reading.name, meta: meta)
            switch result {
            case .target: find.promise(apart.removeFirst(), policy)
            case .unwanted: find.reason = "left out by 'relabel'"
            case .impossible(let why): find.reason = "can't be watched: \(why)"
            }
            return find
        }
    }
}

extension DiscoveryPreview.Find {
    fileprivate mutating func promise(_ target: Target, _ policy: Policy) {
        var prospect = Prospect(target, in: policy)
        let probes = target.probes.map(\.name)
        let idle = prospect.rules.filter { !$0.canBind(to: probes) }
        idleRules = idle.map(\.name)
        prospect.rules.removeAll { idleRules.contains($0.name) }
        name = target.name
        self.prospect = prospect
    }
}

extension DiscoveryPreview {
    func print(to console: Console) {
        console.line()
        console.line(Styled("What 'discovery' finds in the account", .strong))
        guard !finds.isEmpty else { return console.line("  Nothing that the configuration does not name already.") }
        for find in finds { print(find, to: console) }
    }

    private func print(_ find: Find, to console: Console) {
        console.line()
        console.line(Styled(find.name, .strong) + Styled("  \(find.vps)", .faint))
        var table = Table(indent: 2)
        if let reason = find.reason { table.row("watched", Styled("no: \(reason)", .doubtful)) }
        if let prospect = find.prospect {
            let target = prospect.target
            let labels = target.labels.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            let probes = target.probes.map { "\($0.name) every \($0.interval)" }.joined(separator: ", ")
            table.row("mode", target.mode == .armed ? Styled("armed", .strong) : Styled("observe"))
            table.row("labels", labels.isEmpty ? Styled("none", .faint) : Styled(labels))
            table.row("probes", Styled(probes))
            let rules = prospect.rules.map(\.name).joined(separator: ", ")
            table.row("rules", rules.isEmpty ? Styled("none matches", .doubtful) : Styled(rules))
            for rule in find.idleRules {
                table.row("", Styled("\(rule) matches, but names a probe it lacks: it does nothing here", .doubtful))
            }
        }
        table.row("listed as", Styled(find.meta.map { "\($0.name)=\($0.value)" }.joined(separator: ", "), .faint))
        table.print(to: console)
    }
}

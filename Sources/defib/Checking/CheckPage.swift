import Configuration
import Engine

/// What a configuration means, for people.
struct CheckPage {
    var configuration: LoadedConfiguration
    var path: String
    var prospects: [Prospect]

    func print(to console: Console) {
        let policy = configuration.policy
        let mode =
            policy.mode == .armed
            ? Styled("armed", .strong) : Styled("observe", .strong) + Styled(" (decides and tells, touches nothing)")
        console.line(Styled(path, .strong) + ": " + Styled("good", .good) + Styled(counts))
        console.line()
        var table = Table()
        table.row("mode", mode)
        table.row("provider", Styled(configuration.provider.baseURL))
        table.row("serves", Styled("http://\(configuration.listen)"))
        table.row("journal", Styled(configuration.dataDirectory))
        table.row("limits", Styled(limits))
        for group in policy.groups { table.row("", Styled(group.inWords)) }
        table.row("boot grace", Styled("\(policy.bootGrace.min) to \(policy.bootGrace.max)"))
        for (index, window) in policy.windows.enumerated() {
            table.row(index == 0 ? "windows" : "", Styled("\(window.name): ") + Styled(window.inWords, .faint))
        }
        table.row("references", references)
        if let discovery = configuration.discovery { table.row("discovery", Styled(discovery.inWords)) }
        table.print(to: console)
        for prospect in prospects { print(prospect, to: console) }
    }

    private var counts: String {
        let policy = configuration.policy
        return ": \(counted(policy.targets.count, "target")), \(counted(policy.rules.count, "rule")), "
            + "\(counted(configuration.receivers.count, "receiver"))"
    }

    private var limits: String {
        let limits = configuration.policy.limits
        let fleet = limits.fleet.map { "\($0)" } ?? "no limit"
        let storm = Int((limits.storm * 100).rounded())
        return "fleet \(fleet), \(limits.inFlight) at once, a storm from \(storm) %"
    }

    private var references: Styled {
        let names = configuration.policy.references.map(\.name)
        return names.isEmpty ? Styled("none", .doubtful) : Styled(names.joined(separator: ", "))
    }

    private func print(_ prospect: Prospect, to console: Console) {
        console.line()
        console.line(Styled(prospect.target.name, .strong) + Styled("  \(prospect.target.id)", .faint))
        var table = Table(indent: 2)
        table.row("probes", Styled(probes(prospect.target)))
        for rule in prospect.rules {
            table.row(
                "rule",
                Styled("\(rule.name): ") + Styled(rule.when.text, .faint) + Styled(" for \(rule.holdFor)")
            )
            table.row("", Styled(rule.ladderInWords))
            table.row("", Styled(rule.limitsInWords, .faint))
        }
        if !prospect.windows.isEmpty { table.row("untouched", Styled(prospect.windows.joined(separator: ", "))) }
        if prospect.rules.isEmpty { table.row("rule", Styled("none matches", .doubtful)) }
        for paging in prospect.paged { table.row("pages", pages(paging, isOnly: prospect.paged.count == 1)) }
        table.row("acted on", actedOn(prospect))
        table.print(to: console)
    }

    private func pages(_ paging: Prospect.Paging, isOnly: Bool) -> Styled {
        let rules = isOnly ? "" : " (\(paging.rules.joined(separator: ", ")))"
        guard !paging.receivers.isEmpty else { return Styled("nobody", .doubtful) + Styled(rules, .faint) }
        return Styled(paging.receivers.joined(separator: ", ")) + Styled(rules, .faint)
    }

    private func actedOn(_ prospect: Prospect) -> Styled {
        guard !prospect.obstacles.isEmpty else { return Styled("when a rule holds and every gate passes", .good) }
        return Styled("never: ", .doubtful) + Styled(prospect.obstacles.joined(separator: "; "))
    }

    private func probes(_ target: Target) -> String {
        guard !target.probes.isEmpty else { return "none" }
        return target.probes.map { "\($0.name) every \($0.interval)" }.joined(separator: ", ")
    }
}

/// `1 target`, `2 targets`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

extension DiscoverySettings {
    /// `every 5m; icmp, tcp for each VPS; none armed; retired when missing for 15m`
    fileprivate var inWords: String {
        let names = probes.map(\.definition.name).joined(separator: ", ")
        let armed = arm.map { $0.labels.isEmpty && $0.names.isEmpty ? "all armed" : "some armed" } ?? "none armed"
        return "every \(refresh); \(names) for each VPS; \(armed); retired when missing for \(retireAfter)"
    }
}

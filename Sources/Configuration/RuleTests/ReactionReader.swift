internal import Engine

/// Reads `on`: what an action does to the guest.
struct ReactionReader {
    let names: RuleTestNames

    private static let actions = ["restart", "reset", "start", "exec"]

    func readAll(_ test: Fields) -> [Reaction] {
        test.list("on").enumerated().compactMap { index, item in
            Fields(item, .testReaction, "reaction \(index + 1) of \(test.context)", test.findings).flatMap(read)
        }
    }

    private func read(_ fields: Fields) -> Reaction? {
        guard fields.required("action") != nil,
            let action = fields.choice("action", ReactionReader.actions.map { ($0, $0) })
        else { return nil }
        let target = names.target("target", in: fields)
        if fields.has("target"), target == nil { return nil }
        return Reaction(
            action: action,
            target: target,
            nth: fields.integer("nth", in: 1...100),
            after: fields.duration("after") ?? .zero,
            probes: fields.has("probes") ? series(fields, target) : everythingUp(target),
            platform: platform(fields)
        )
    }

    private func platform(_ fields: Fields) -> Series<PlatformWord>? {
        guard fields.has("platform") else { return fields.has("probes") ? nil : Series(.state(.running)) }
        return SeriesReader.platform("platform", fields, sweep: names.sweep)
    }

    private func probes(_ target: Int?) -> [ProbeDefinition] {
        target.map { names.targets[$0].probes } ?? names.targets.flatMap(\.probes)
    }

    /// By default an action helps.
    private func everythingUp(_ target: Int?) -> [Reaction.NamedSeries] {
        probes(target).map { Reaction.NamedSeries(probe: $0.name, series: Series(.up($0.check))) }
    }

    private func series(_ fields: Fields, _ target: Int?) -> [Reaction.NamedSeries] {
        let known = probes(target)
        return fields.entries("probes").compactMap { entry in
            guard let probe = known.first(where: { $0.name == entry.key }) else {
                fields.findings.error(
                    entry.keyPlace,
                    "no target that \(fields.context) is about has a probe '\(entry.key.excerpt)'",
                    Suggestion.didYouMean(entry.key, among: known.map(\.name))
                )
                return nil
            }
            return SeriesReader.probe(entry.value, "'\(entry.key)'", fields, probe)
                .map { Reaction.NamedSeries(probe: entry.key, series: $0) }
        }
    }
}

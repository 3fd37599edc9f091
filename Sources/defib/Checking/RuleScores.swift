import Configuration
import Engine
import Journal

/// What the rules that may act are worth so far, by the journal of the daemon that ran them: what to look at before a rule
/// is armed. Nothing where there is no journal, or it can't be read.
struct RuleScores {
    let scores: [(rule: String, score: RuleScore)]

    init(_ configuration: LoadedConfiguration) {
        let policy = configuration.policy
        let armed = policy.mode == .armed ? policy.rules.filter { $0.mode == .armed } : []
        guard !armed.isEmpty, let reader = try? JournalReader(directory: configuration.dataDirectory),
            let (incidents, actions) = try? reader.scored()
        else {
            scores = []
            return
        }
        scores = armed.map { ($0.name, RuleScore(of: $0, incidents: incidents, actions: actions)) }
    }

    func print(to console: Console) {
        guard !scores.isEmpty else { return }
        console.line()
        console.line(Styled("Rules that may act, and what they have called so far", .strong))
        var table = Table(indent: 2)
        for (rule, score) in scores { table.row(Styled(rule), Styled("\(score)")) }
        table.print(to: console)
    }
}

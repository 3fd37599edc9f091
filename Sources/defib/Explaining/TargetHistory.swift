import Engine
import Web

/// What the journal knows of a target that has had no incident: what was asked for by hand, above all.
struct TargetHistory {
    var target: Target
    /// Oldest first.
    var decisions: [DecisionRecord]
    var actions: [ActionRecord]

    func print(to console: Console) {
        console.line(Styled(target.name, .strong) + Styled(" has had no incident; 'defib status' shows how it is."))
        guard !decisions.isEmpty else { return }
        console.line()
        console.line(Styled("Decisions about it", .strong) + Styled(" (UTC)", .faint))
        for entry in Timeline(decisions: decisions, actions: actions).entries {
            var table = Table(indent: 2)
            table.row(Styled(entry.at.dateAndTime, .faint), entry.title)
            table.print(to: console)
        }
    }
}

/// `defib explain --json` of a target without an incident.
struct HistoryView: Encodable {
    var target: TargetReference
    var decisions: [DecisionView]
    var actions: [ActionView]

    init(_ history: TargetHistory) {
        target = TargetReference(vps: history.target.id.text, name: history.target.name)
        decisions = history.decisions.map { DecisionView($0) }
        actions = history.actions.map { ActionView($0) }
    }
}

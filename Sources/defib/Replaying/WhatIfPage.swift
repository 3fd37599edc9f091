import Daemon
import Engine

/// What would have been, beside what was, for people.
struct WhatIfPage {
    let outcome: WhatIf.Outcome
    let comparison: Comparison
    let balance: Balance

    func print(to console: Console) {
        for gap in outcome.gaps {
            console.paragraph(Styled("Not played", .doubtful) + Styled(" from \(gap.at) on: \(gap.why)."))
        }
        guard let from = outcome.from, let to = outcome.to else {
            return console.line(
                Styled("Nothing to play: the journal keeps no life of a daemon from its beginning.", .bad)
            )
        }
        console.line("\(outcome.steps) events, \(from) to \(to).")
        let changed = comparison.lines.filter { !$0.isSame }
        guard !changed.isEmpty else {
            return console.line(Styled("The same would have been decided, at the same times.", .good))
        }
        console.line()
        table(changed).print(to: console)
        console.line()
        legend(changed, to: console)
        tellDivergences(to: console)
        tellBalance(to: console)
    }

    private func table(_ lines: [Comparison.Line]) -> Table {
        var table = Table("", "TIME", "TARGET", "WAS", "WOULD HAVE BEEN")
        for line in lines {
            let mark = line.isCounterfactual ? "~" : ""
            table.row(
                Styled(mark, .faint),
                Styled("\(line.at)".clock, .faint),
                Styled(line.name),
                line.was.map { Styled($0.words) } ?? Styled("nothing", .faint),
                would(line)
            )
        }
        return table
    }

    private func would(_ line: Comparison.Line) -> Styled {
        guard let would = line.would else { return Styled("nothing", .faint) }
        let note = would.isAssumed ? Styled(" (assumed)", .doubtful) : ""
        guard let was = line.was else { return Styled(would.words, .strong) + note }
        let moved = would.at - was.at
        let words = moved > .zero ? "\(moved.brief) later" : "\((.zero - moved).brief) earlier"
        return Styled(words, .strong) + Styled(", at \("\(would.at)".clock)") + note
    }

    private func legend(_ lines: [Comparison.Line], to console: Console) {
        if lines.contains(where: { $0.would?.isAssumed ?? false }) {
            console.paragraph(
                "assumed: rests on answers nobody asked for then; the nearest recorded ones stand for them."
            )
        }
        if lines.contains(where: \.isCounterfactual) {
            console.paragraph(
                "~ after the two histories of the target part: what was seen belongs to the real one alone."
            )
        }
    }

    private func tellDivergences(to console: Console) {
        for line in comparison.divergences {
            let happening = line.was ?? line.would
            let words =
                line.was?.isAction ?? false
                ? "\(line.name): the \(happening?.action ?? "action") of \("\(line.at)".clock) would not have been sent then"
                : "\(line.name): a \(happening?.action ?? "action") would have been sent at \("\(line.at)".clock) that was not"
            console.paragraph(Styled(words, .strong) + Styled("; from there on its history is another world's."))
        }
    }

    private func tellBalance(to console: Console) {
        for shift in balance.shifts {
            console.paragraph(Styled("\(shift.incident.name), incident \(shift.incident.id): \(words(shift))."))
        }
        for needless in balance.needless {
            let words =
                "the \(needless.action.action ?? "action") of \("\(needless.action.at)".clock) would have hit a guest that "
                + "came back by itself at \("\(needless.recoveredAt)".clock)"
            console.paragraph(Styled("\(needless.action.name): ", .bad) + Styled("\(words)."))
        }
        if !balance.shifts.isEmpty {
            console.paragraph(
                Styled("An estimate: the guest is taken to need as long after an action as it really needed.", .faint)
            )
        }
    }

    private func words(_ shift: Balance.Shift) -> String {
        let cure = shift.incident.curedBy ?? "action"
        guard let saved = shift.saved else {
            return
                "its \(cure) would not have come before the outage really ended: downtime lost, nobody knows how much"
        }
        return saved >= .zero
            ? "\(saved.brief) of downtime saved by an earlier \(cure)"
            : "\((.zero - saved).brief) of downtime lost to a later \(cure)"
    }
}

extension Happening {
    /// As a table's cell has it.
    fileprivate var words: String {
        switch verdict {
        case .incidentOpened: "incident opened"
        case .act: "\(action ?? "action") sent"
        case .wouldAct: "\(action ?? "action") would have been sent, but the mode is observe"
        case .refuse: "\(action ?? "action") refused: \(summary)".cut(50)
        case .handOver: "handed over: \(summary)".cut(50)
        case .recovered: "recovered\(action.map { " after the \($0)" } ?? " by itself")"
        case .closed: "closed"
        case .note: summary.cut(50)
        }
    }
}

extension String {
    fileprivate func cut(_ length: Int) -> String { count > length ? prefix(length - 1) + "…" : self }

    /// Of an RFC 3339 time, what a table needs: day and time to the second.
    fileprivate var clock: String {
        count > 19 ? replacing("T", with: " ").prefix(19).description : self
    }
}

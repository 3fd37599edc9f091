import Configuration
import Engine
import Simulation

/// What became of the tests of a file, a line each; of those that failed, why, with the timeline around it.
struct RuleTestPage {
    let isVerbose: Bool

    /// Lines of the timeline shown before and after one that tells of a failure.
    private static let context = (before: 3, after: 2)

    func print(_ path: String, _ reports: [RuleTestReport], to console: Console) {
        console.line(Styled(path, .strong))
        for report in reports { print(report, to: console) }
    }

    private func print(_ report: RuleTestReport, to console: Console) {
        let mark = report.hasPassed ? Styled("✓", .good) : Styled("✗", .bad)
        var title = Table(indent: 2)
        title.rows = [[mark, Styled(report.test.name, report.hasPassed ? .plain : .strong)]]
        title.print(to: console)
        if !report.hasPassed { printMismatches(report, to: console) }
        if isVerbose {
            printTimeline(report.timeline.map { .entry($0) }, to: console)
        } else if !report.hasPassed {
            printTimeline(RuleTestPage.excerpt(of: report.timeline), to: console)
        }
    }

    private func printMismatches(_ report: RuleTestReport, to console: Console) {
        var table = Table(indent: 5)
        for mismatch in report.mismatches {
            let place = mismatch.place.map { "line \($0.line)" } ?? "line \(report.test.place.line)"
            table.row(Styled(place, .faint), Styled(mismatch.message, .bad))
            if let instead = mismatch.instead { table.row("", Styled("instead: ", .faint) + Styled(instead)) }
        }
        table.print(to: console)
        console.line()
    }

    // MARK: The timeline

    private enum Line {
        case entry(TimelineEntry)
        /// Some were left out.
        case gap
    }

    private static func excerpt(of timeline: [TimelineEntry]) -> [Line] {
        let marked = timeline.indices.filter { timeline[$0].mark == .unexpected || timeline[$0].mark == .missing }
        var lines: [Line] = []
        var isGap = false
        for index in timeline.indices {
            let isNear = marked.contains { (-context.before...context.after).contains(index - $0) }
            if isNear || timeline[index].mark == .expected {
                lines.append(.entry(timeline[index]))
            } else if !isGap {
                lines.append(.gap)
            }
            isGap = !(isNear || timeline[index].mark == .expected)
        }
        return lines
    }

    private func printTimeline(_ lines: [Line], to console: Console) {
        var table = Table(indent: 5)
        for line in lines {
            switch line {
            case .gap: table.row(Styled("⋮", .faint))
            case .entry(let entry): add(entry, to: &table)
            }
        }
        table.print(to: console)
        console.line()
    }

    private func add(_ entry: TimelineEntry, to table: inout Table) {
        table.row(
            entry.mark.styled,
            Styled(entry.at?.toTheSecond.description ?? "", .faint),
            Styled(entry.target ?? ""),
            Styled(entry.mark == .missing ? "missing: \(entry.words)" : entry.words, entry.mark.tone)
        )
        guard isVerbose else { return }
        for gate in entry.gates where gate.outcome != .notReached {
            let cells = gate.cells
            table.row("", "", "", cells[0] + " " + cells[1] + "  " + cells[2])
        }
    }

    // MARK: The sum

    static func printSum(_ tally: RuleTestTally, to console: Console) {
        var parts = ["\(counted(tally.passed + tally.failed, "test")): \(tally.passed) passed"]
        if tally.failed > 0 { parts.append("\(tally.failed) failed") }
        if tally.refused > 0 { parts.append("\(counted(tally.refused, "file")) with errors") }
        console.line(Styled(parts.joined(separator: ", "), tally.isGood ? .good : .bad))
    }
}

/// How many went which way.
struct RuleTestTally {
    var passed = 0
    var failed = 0
    /// Files with errors, of which no test was run.
    var refused = 0

    var isGood: Bool { failed == 0 && refused == 0 }
}

extension TimelineEntry.Mark {
    fileprivate var styled: Styled {
        switch self {
        case .plain: Styled(" ")
        case .expected: Styled("✓", .good)
        case .unexpected: Styled("+", .bad)
        case .missing: Styled("−", .bad)
        }
    }

    fileprivate var tone: Tone {
        switch self {
        case .plain: .faint
        case .expected: .plain
        case .unexpected, .missing: .bad
        }
    }
}

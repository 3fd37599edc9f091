internal import Configuration
public import Engine

/// Holds what happened against what was expected: every action must have been expected, the rest only where it is named.
struct RuleTestJudge {
    private let test: RuleTest
    private let happenings: [Happening]
    private var marks: [TimelineEntry.Mark]
    private var mismatches: [Mismatch] = []
    private var missing: [Expectation] = []

    init(_ test: RuleTest, _ happenings: [Happening]) {
        self.test = test
        self.happenings = happenings
        marks = Array(repeating: .plain, count: happenings.count)
    }

    mutating func report() -> RuleTestReport {
        for expectation in test.expectations { look(for: expectation) }
        for expectation in test.exclusions { exclude(expectation) }
        for index in happenings.indices
        where marks[index] == .plain && (happenings[index].isAction || happenings[index].isFault) {
            marks[index] = .unexpected
            mismatches.append(Mismatch(place: nil, message: "unexpected \(told(index))"))
        }
        return RuleTestReport(test: test, mismatches: mismatches, timeline: timeline())
    }

    /// The first that fits and that no other expectation has taken.
    private mutating func look(for expectation: Expectation) {
        let found = happenings.indices.first {
            marks[$0] == .plain && expectation.fits(happenings[$0]) && expectation.isTimely(happenings[$0])
        }
        if let found {
            marks[found] = .expected
            return
        }
        missing.append(expectation)
        let message = "expected \(expectation.text)"
        mismatches.append(Mismatch(place: expectation.place, message: message, instead: instead(of: expectation)))
    }

    private mutating func exclude(_ expectation: Expectation) {
        for index in happenings.indices
        where marks[index] != .unexpected && expectation.fits(happenings[index])
            && expectation.isTimely(happenings[index])
        {
            marks[index] = .unexpected
            let message = "must not happen, but did \(told(index))"
            mismatches.append(Mismatch(place: expectation.place, message: message))
        }
    }

    /// The likest of what happened: the same at another time, the same in other words, or a refusal of it.
    private func instead(of expectation: Expectation) -> String? {
        let free = happenings.indices.filter { marks[$0] == .plain }
        if let late = free.first(where: { expectation.fits(happenings[$0]) }) { return "it happened at \(time(late))" }
        if let like = free.first(where: { expectation.isAkin(to: happenings[$0]) }) { return told(like) }
        guard case .action(let action) = expectation.subject else { return nil }
        let others = happenings.indices.filter { expectation.target ?? happenings[$0].target == happenings[$0].target }
        return others.last { happenings[$0].isAbout(action) }.map(told)
    }

    private func told(_ index: Int) -> String {
        let happening = happenings[index]
        let target = happening.target.map { ", \($0)" } ?? ""
        return "at \(time(index))\(target): \(happening.words)"
    }

    private func time(_ index: Int) -> String { happenings[index].at.toTheSecond.description }

    // MARK: The timeline

    private func timeline() -> [TimelineEntry] {
        var entries = zip(happenings, marks).map { happening, mark in
            TimelineEntry(
                at: happening.at,
                mark: mark,
                target: happening.target,
                words: happening.words,
                gates: happening.gates
            )
        }
        for expectation in missing {
            let entry = TimelineEntry(
                at: expectation.moment?.from,
                mark: .missing,
                target: expectation.target,
                words: expectation.text,
                gates: []
            )
            let place = entry.at.flatMap { at in entries.firstIndex { ($0.at ?? at) > at } } ?? entries.endIndex
            entries.insert(entry, at: place)
        }
        return entries
    }
}

extension TimeSpan {
    /// What is shown, and what can be written down as expected.
    public var toTheSecond: TimeSpan { .seconds(milliseconds / 1_000) }
}

extension Happening {
    /// A refusal of the action, or that it would have been sent.
    fileprivate func isAbout(_ wanted: String) -> Bool {
        switch what {
        case .refused(let action, _), .wouldAct(let action, _): action == wanted
        case .probe, .platform, .event, .opened, .action, .progress, .alert, .handedOver, .recovered, .closed, .note,
            .objection:
            false
        }
    }
}

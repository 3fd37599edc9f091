internal import Engine

/// Maintenance windows in which nothing is ever outside.
struct WindowChecks {
    private let windows: [WindowDraft]
    private let targets: [TargetDraft]
    private let findings: Findings

    static func check(
        _ windows: [WindowDraft],
        _ targets: [TargetDraft],
        isFleetKnown: Bool = true,
        _ findings: Findings
    ) {
        guard !windows.isEmpty, !targets.isEmpty else { return }
        let checks = WindowChecks(windows: windows, targets: targets, findings: findings)
        if isFleetKnown { checks.warnOfUnmatched() }
        checks.refuseEndless()
    }

    private func warnOfUnmatched() {
        for draft in windows where !targets.contains(where: { draft.window.match.holds(for: $0.target) }) {
            findings.warning(
                draft.matchPlace,
                "window '\(draft.window.name.excerpt)' matches no target",
                MatchReader.remedy(draft.window.match, targets)
            )
        }
    }

    /// For every set of windows that some armed target is in, told by the first such target.
    private func refuseEndless() {
        var told: Set<[Int]> = []
        for target in targets where target.target.mode == .armed {
            let matching = windows.indices.filter { windows[$0].window.match.holds(for: target.target) }
            if !matching.isEmpty, told.insert(matching).inserted { check(matching, target) }
        }
    }

    private func check(_ matching: [Int], _ target: TargetDraft) {
        let drafts = matching.map { windows[$0] }
        let name = target.target.name.excerpt
        if let endless = drafts.first(where: { WeekCover([$0.window]).isWhole }) {
            findings.error(
                endless.place,
                "window '\(endless.window.name.excerpt)' is always open: nothing is ever done about target '\(name)'",
                "shorten it, or write 'mode: observe' in the targets that are not to be touched"
            )
            return
        }
        // Weeks of different zones do not add up to one.
        for zone in Set(drafts.map(\.window.zone.name)).sorted() {
            let together = drafts.filter { $0.window.zone.name == zone }
            guard together.count > 1, WeekCover(together.map(\.window)).isWhole, let first = together.first else {
                continue
            }
            findings.warning(
                first.place,
                "the windows \(together.map(\.window.name.excerpt).joined(separator: ", ")) cover the whole week together: "
                    + "nothing is ever done about target '\(name)'",
                "shorten one of them"
            )
        }
    }
}

/// The minutes of a week in which at least one of some windows is open.
struct WeekCover {
    private static let minutes = 7 * 1_440
    private var isOpen = Array(repeating: false, count: minutes)

    init(_ windows: [MaintenanceWindow]) {
        for window in windows {
            let length = window.to > window.from ? window.to - window.from : window.to - window.from + 1_440
            for (day, weekday) in Weekday.allCases.enumerated()
            where window.days.isEmpty || window.days.contains(weekday) {
                for minute in 0..<length { isOpen[(day * 1_440 + window.from + minute) % WeekCover.minutes] = true }
            }
        }
    }

    var isWhole: Bool { isOpen.allSatisfy(\.self) }
}

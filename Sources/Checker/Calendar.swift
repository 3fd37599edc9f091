internal import Engine

/// Windows by reading clocks rather than by computing instants: the local time of a moment, and whether a window covers it.
///
/// A clock can't show the time it skips, so a window inside such an hour is looked for by the time an hour before as well,
/// by the offset before the change.
struct Calendar {
    private let zone: Zone

    init(_ zone: Zone) {
        self.zone = zone
    }

    func isOpen(_ window: MaintenanceWindow, at moment: Timestamp) -> Bool {
        let second = Int64((Double(moment.milliseconds) / 1_000).rounded(.down))
        // By the offset in force, and around a change by the one before it.
        return offsets(around: second).allSatisfy { covers(window, localSecond: second + Int64($0)) }
    }

    /// The offset now; within three hours after a change also the one before.
    private func offsets(around second: Int64) -> [Int] {
        var current = zone.firstOffset
        var found: [Int] = []
        for change in zone.changes where change.at <= second {
            if second - change.at < 3 * 3_600 { found.append(current) }
            current = change.offset
        }
        return found + [current]
    }

    private func covers(_ window: MaintenanceWindow, localSecond: Int64) -> Bool {
        let day = Int64((Double(localSecond) / 86_400).rounded(.down))
        let minute = Int((localSecond - day * 86_400) / 60)
        if window.from < window.to {
            return minute >= window.from && minute < window.to && isMeant(window, day)
        }
        return (minute >= window.from && isMeant(window, day)) || (minute < window.to && isMeant(window, day - 1))
    }

    private func isMeant(_ window: MaintenanceWindow, _ day: Int64) -> Bool {
        guard !window.days.isEmpty else { return true }
        // Day 0 was a Thursday; Mondays are 4, 11, 18, …
        let weekday = ((day - 4) % 7 + 7) % 7
        return window.days.contains(Weekday.allCases[Int(weekday)])
    }
}

/// A time of the week in which nothing is acted upon: `days: [sun], from: "02:00", to: "04:00", zone: Europe/Stockholm`.
public struct MaintenanceWindow: Hashable, Sendable, Codable {
    public var name: String
    /// Empty: all targets.
    public var match: Rule.Match
    /// The days on which it begins, by the zone's calendar; empty: every day.
    public var days: [Weekday]
    /// Minutes after local midnight, 0 to 1,439.
    public var from: Int
    /// Likewise, 1 to 1,440; not after `from`: it ends on the next day.
    public var to: Int
    public var zone: Zone

    public init(name: String, match: Rule.Match = Rule.Match(), days: [Weekday] = [], from: Int, to: Int, zone: Zone) {
        self.name = name
        self.match = match
        self.days = days
        self.from = from
        self.to = to
        self.zone = zone
    }
}

/// ISO 8601's days of the week.
public enum Weekday: String, Hashable, Sendable, Codable, CaseIterable {
    case mon, tue, wed, thu, fri, sat, sun
}

extension MaintenanceWindow {
    /// Whether the moment lies in it. Its first moment does, its end does not.
    ///
    /// Taken as instants, so that neither a lost nor a repeated hour makes a window vanish: a time that a clock skips is
    /// counted on from the offset before, and of one that a clock shows twice the window begins at the first and ends at
    /// the last. In doubt it is open.
    public func contains(_ moment: Timestamp) -> Bool {
        let second = moment.milliseconds.quotientAndFloorModulus(1_000).0
        let today = zone.localDay(at: second)
        return [today - 1, today].contains { day in
            guard days.isEmpty || days.contains(Weekday(daysSinceEpoch: day)) else { return false }
            return span(beginningOn: day).contains(second)
        }
    }

    private func span(beginningOn day: Int64) -> Range<Int64> {
        let length = Int64(to > from ? to - from : to - from + 1_440) * 60
        let opening = day * 86_400 + Int64(from) * 60
        let start = zone.instants(ofLocal: opening).lowerBound
        let end = zone.instants(ofLocal: opening + length).upperBound
        // One that begins in a skipped hour and ends just after it: by the clocks it never was, by plan it was.
        return start..<(end > start ? end : start + length)
    }
}

extension Weekday {
    /// 1 January 1970 was a Thursday.
    init(daysSinceEpoch: Int64) {
        let index = (daysSinceEpoch + 3).quotientAndFloorModulus(7).1
        self = Weekday.allCases[Int(index)]
    }
}

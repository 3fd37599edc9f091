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

/// A time zone as a table: which offset from UTC holds from when on. Made of the system's zone files by whoever reads the
/// configuration, with enough of the future in it that no rule need be evaluated here.
public struct Zone: Hashable, Sendable, Codable {
    /// IANA's: `Europe/Stockholm`.
    public var name: String
    /// Seconds east of UTC before the first change.
    public var firstOffset: Int
    /// In order of time.
    public var changes: [Change]

    public struct Change: Hashable, Sendable, Codable {
        /// Unix seconds from which it holds.
        public var at: Int64
        /// Seconds east of UTC.
        public var offset: Int

        public init(at: Int64, offset: Int) {
            self.at = at
            self.offset = offset
        }
    }

    public init(name: String, firstOffset: Int, changes: [Change] = []) {
        self.name = name
        self.firstOffset = firstOffset
        self.changes = changes
    }

    public static let utc = Zone(name: "UTC", firstOffset: 0)
}

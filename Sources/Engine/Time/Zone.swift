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

extension Zone {
    /// Seconds east of UTC at a Unix second.
    func offset(at second: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : changes[low - 1].offset
    }

    /// Days since the epoch by the zone's calendar.
    func localDay(at second: Int64) -> Int64 {
        (second + Int64(offset(at: second))).quotientAndFloorModulus(86_400).0
    }

    /// The Unix seconds at which clocks show a local time, given as if it were UTC: one, the first and the last of two, or
    /// for a time that is skipped, the one that follows by the offset before.
    func instants(ofLocal local: Int64) -> ClosedRange<Int64> {
        // Offsets change by hours and months apart: a day on either side sees at most one change.
        let before = local - Int64(offset(at: local - 86_400))
        let after = local - Int64(offset(at: local + 86_400))
        let shown = [before, after].filter { $0 + Int64(offset(at: $0)) == local }
        guard let first = shown.min(), let last = shown.max() else { return before...before }
        return first...last
    }
}

internal import Engine

/// A listing of the whole account, once a minute, hardly ever says anything new: what differs from the one before is kept.
struct ListingMemory: Sendable {
    private var latest: [PlatformReading]?

    /// What is to be written so that `apply` gives the readings.
    mutating func change(to readings: [PlatformReading]) -> ListingChange {
        defer { latest = readings }
        guard let latest, latest.map(\.id) == readings.map(\.id) else { return ListingChange(all: readings) }
        let changed = readings.indices.filter { readings[$0] != latest[$0] }
        return ListingChange(changed: changed.map { .init(index: $0, reading: readings[$0]) })
    }

    /// Nil where the change speaks of a listing that was not given.
    mutating func apply(_ change: ListingChange) -> [PlatformReading]? {
        if let all = change.all {
            latest = all
            return all
        }
        guard var readings = latest else { return nil }
        for item in change.changed ?? [] {
            guard readings.indices.contains(item.index) else { return nil }
            readings[item.index] = item.reading
        }
        latest = readings
        return readings
    }
}

/// One listing against the one before.
struct ListingChange: Codable {
    struct Item: Codable {
        var index: Int
        var reading: PlatformReading
    }

    /// Where there was none before, or one of other VPSs.
    var all: [PlatformReading]?
    var changed: [Item]?
}

internal import Engine

/// What the configuration makes of the account's listing, every few minutes: what differs from the one before is kept.
struct FleetMemory: Sendable {
    /// Without probes' secrets, as the file has them.
    private var latest: [VPSID: Discovered] = [:]
    /// As they came, so that the same array again is known by its address.
    private var asGiven: [Discovered]?

    /// What is to be written so that `apply` gives the listing.
    mutating func change(to listing: FleetListing) -> FleetChange {
        guard asGiven != listing.found else { return FleetChange(incompleteness: listing.incompleteness) }
        defer { asGiven = listing.found }
        var change = FleetChange(incompleteness: listing.incompleteness)
        change.order = listing.found.map(\.target.id)
        change.changed = listing.found.lazy.map(\.redacted).filter { latest[$0.target.id] != $0 }
        remember(change)
        return change
    }

    /// Nil where the change speaks of a listing or a VPS that was not given.
    mutating func apply(_ change: FleetChange) -> [Discovered]? {
        guard let order = change.order else { return asGiven }
        remember(change)
        let found = order.compactMap { latest[$0] }
        guard found.count == order.count else { return nil }
        asGiven = found
        return found
    }

    private mutating func remember(_ change: FleetChange) {
        for found in change.changed ?? [] { latest[found.target.id] = found }
    }
}

/// One listing against the one before.
struct FleetChange: Codable {
    var incompleteness: String?
    /// All, in the listing's order; nil: the same as before throughout.
    var order: [VPSID]?
    /// Those that are new or other than they last were.
    var changed: [Discovered]?
}

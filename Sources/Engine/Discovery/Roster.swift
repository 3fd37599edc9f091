/// Who of the account is known: VPSs enter with the first listing that has them, and leave only after they have been missing
/// for long enough.
///
/// One that is missing from a listing is not deleted. Absence counts in whole listings only, and in none that has suddenly
/// lost half of what is known: such a one says more about the listing than about the VPSs.
struct Roster: Sendable {
    /// So many whole listings in a row must lack a VPS, whatever time they take.
    static let listingsToRetire = 3
    /// A listing that stays so short for so long is believed.
    static let disbelief = TimeSpan.hours(24)

    private struct Entry: Sendable {
        var found: Discovered
        /// Whole listings in a row that lacked it.
        var missing = 0
        var missingSince: Timestamp?
    }

    /// What one listing changed.
    struct Change: Sendable {
        var arrived: [Discovered] = []
        var redefined: [(from: Discovered, to: Discovered)] = []
        var retired: [Discovered] = []

        var isEmpty: Bool { arrived.isEmpty && redefined.isEmpty && retired.isEmpty }
    }

    /// In the order in which they were first listed.
    private var entries: [Entry] = []
    /// For look-ups only.
    private var positions: [VPSID: Int] = [:]
    private var latest: [Discovered] = []
    /// Since when listings lack half of the known or more, and how many of how many.
    private(set) var shortage: (since: Timestamp, missing: Int, known: Int)?

    init() {}

    /// The VPSs known from an earlier life, as far as the configuration still makes targets of them.
    init(known: [VPSID], found: [Discovered]) {
        let wanted = Set(known)
        for one in found where wanted.contains(one.target.id) { add(one) }
    }

    var all: [Discovered] { entries.map(\.found) }

    subscript(vps: VPSID) -> Discovered? { positions[vps].map { entries[$0].found } }

    /// Takes in a listing.
    mutating func take(_ listing: FleetListing, retireAfter: TimeSpan) -> Change {
        defer { latest = listing.found }
        // The same array as before is compared by its address.
        if listing.found == latest, listing.found.count == entries.count { return settleMissing() }
        var change = Change()
        let known = entries.count
        var isListed = Array(repeating: false, count: known)
        for found in listing.found {
            guard let position = positions[found.target.id] else {
                add(found)
                change.arrived.append(found)
                continue
            }
            if position < known { isListed[position] = true }
            note(found, at: position, &change)
        }
        guard listing.incompleteness == nil else { return change }
        let missing = isListed.indices.filter { !isListed[$0] }
        guard believes(missing.count, of: known, listing) else { return change }
        change.retired = retire(missing, at: listing.startedAt, after: retireAfter)
        return change
    }

    private mutating func settleMissing() -> Change {
        shortage = nil
        return Change()
    }

    private mutating func note(_ found: Discovered, at position: Int, _ change: inout Change) {
        let before = entries[position].found
        if before.target != found.target { change.redefined.append((before, found)) }
        entries[position] = Entry(found: found)
    }

    private mutating func believes(_ missing: Int, of known: Int, _ listing: FleetListing) -> Bool {
        let isShort = missing * 2 >= known && (missing >= 2 || listing.found.isEmpty) && missing > 0
        guard isShort else {
            shortage = nil
            return true
        }
        let since = shortage?.since ?? listing.startedAt
        shortage = (since, missing, known)
        return listing.startedAt - since >= Roster.disbelief
    }

    private mutating func retire(_ missing: [Int], at time: Timestamp, after span: TimeSpan) -> [Discovered] {
        var retired: [Discovered] = []
        for position in missing {
            let since = entries[position].missingSince ?? time
            entries[position].missing += 1
            entries[position].missingSince = since
            guard entries[position].missing >= Roster.listingsToRetire, time - since >= span else { continue }
            retired.append(entries[position].found)
        }
        remove(Set(retired.map(\.target.id)))
        return retired
    }

    /// Takes in what a changed configuration makes of the known; returns those it makes no target of any more.
    mutating func reconsider(_ found: [Discovered]) -> [Discovered] {
        let made = Dictionary(found.map { ($0.target.id, $0) }, uniquingKeysWith: { first, _ in first })
        var dropped: [Discovered] = []
        for position in entries.indices {
            if let now = made[entries[position].found.target.id] {
                entries[position].found = now
            } else {
                dropped.append(entries[position].found)
            }
        }
        remove(Set(dropped.map(\.target.id)))
        latest = []
        return dropped
    }

    private mutating func add(_ found: Discovered) {
        positions[found.target.id] = entries.count
        entries.append(Entry(found: found))
    }

    private mutating func remove(_ gone: Set<VPSID>) {
        guard !gone.isEmpty else { return }
        entries.removeAll { gone.contains($0.found.target.id) }
        positions = [:]
        for (position, entry) in entries.enumerated() { positions[entry.found.target.id] = position }
    }
}

extension Roster {
    /// The targets to watch: those of the configuration first, then the discovered ones it does not name. A configured
    /// target is as it was written, but for labels it lacks.
    func targets(beside configured: [Target]) -> [Target] {
        guard !entries.isEmpty else { return configured }
        let own = configured.map { target in
            guard let found = self[target.id] else { return target }
            return target.addingLabels(of: found.target)
        }
        let named = Set(configured.map(\.id))
        return own + entries.lazy.map(\.found.target).filter { !named.contains($0.id) }
    }
}

extension Target {
    fileprivate func addingLabels(of other: Target) -> Target {
        var target = self
        for label in other.labels where !labels.contains(where: { $0.name == label.name }) {
            target.labels.append(label)
        }
        return target
    }
}

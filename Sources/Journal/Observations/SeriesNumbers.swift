internal import Engine
internal import GRDB

/// The numbers of series, the same for the journal's whole life, and where each probe of an epoch finds its own.
struct SeriesNumbers: Sendable {
    private var numbers: [SeriesName: Int]?
    /// Of each epoch that may still be observed.
    private var epochs: [(epoch: UInt32, layout: Numbered)] = []

    private struct Numbered: Sendable {
        var targets: [[Int]]
        var references: [[Int]]
    }

    /// Gives every probe of a layout that has none a number. Reads all that are known before the first.
    mutating func number(_ layout: ProbeLayout, epoch: UInt32, in database: Database) throws {
        if numbers == nil { numbers = try SeriesNumbers.known(in: database) }
        let numbered = Numbered(
            targets: try layout.targets.map { try number($0, in: database) },
            references: try layout.references.map { try number($0, in: database) }
        )
        // An older epoch's probes may still be under way; the one before that is over.
        epochs.removeAll { $0.epoch &+ 1 < epoch || $0.epoch == epoch }
        epochs.append((epoch, numbered))
    }

    /// Nil for an address that is in no layout.
    func number(of address: ProbeAddress) -> Int? {
        guard let layout = epochs.last(where: { $0.epoch == address.epoch })?.layout else { return nil }
        let (owners, index) =
            switch address.owner {
            case .target(let index): (layout.targets, index)
            case .reference(let index): (layout.references, index)
            }
        guard owners.indices.contains(index), owners[index].indices.contains(address.probe) else { return nil }
        return owners[index][address.probe]
    }

    private static func known(in database: Database) throws -> [SeriesName: Int] {
        var numbers: [SeriesName: Int] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT id, owner, probe FROM series")
        while let row = try rows.next() { numbers[SeriesName(owner: row[1], probe: row[2])] = row[0] }
        return numbers
    }

    private mutating func number(_ owner: ProbeLayout.Owner, in database: Database) throws -> [Int] {
        try owner.probes.map { probe in
            let name = SeriesName(owner: owner.id, probe: probe)
            if let number = numbers?[name] { return number }
            try database.cachedStatement(sql: "INSERT INTO series (owner, probe) VALUES (?, ?)")
                .execute(arguments: [owner.id, probe])
            let number = Int(database.lastInsertedRowID)
            numbers?[name] = number
            return number
        }
    }
}

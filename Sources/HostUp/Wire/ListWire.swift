import Engine

/// One page of the listing: `{"data": […], "nextCursor": string | null}`.
struct ListPage {
    var entries: [JSON]
    /// Nil on the last page, where it is null, absent or empty.
    var nextCursor: String?

    /// Nil where the body is no such page.
    init?(_ body: JSON) {
        guard let entries = body["data"]?.elements else { return nil }
        self.entries = entries
        switch body["nextCursor"] {
        case nil, .null, .string(""): nextCursor = nil
        case .string(let cursor): nextCursor = cursor
        case .bool, .integer, .number, .array, .object: return nil
        }
    }
}

extension PlatformReading {
    /// Nil where the entry has no id that could stand in a path.
    init?(entry: JSON) {
        guard let id = entry["id"]?.text.flatMap({ VPSID($0) }) else { return nil }
        self.init(
            id: id,
            name: entry.present("name")?.text?.printable(limit: 120) ?? id.text,
            powerState: PowerState(member: entry["powerState"]),
            serviceStatus: ServiceStatus(member: entry["serviceStatus"]),
            primaryIP: entry.present("primaryIp")?.text.flatMap { IPAddress($0) }
        )
    }
}

extension Listing {
    /// Adds a page. An id that comes again is the same VPS; should the two disagree on its state, it is not known.
    mutating func add(_ page: ListPage, seen: inout [VPSID: Int]) {
        for entry in page.entries {
            guard let reading = PlatformReading(entry: entry) else {
                skipped += 1
                continue
            }
            guard let index = seen[reading.id] else {
                seen[reading.id] = readings.count
                readings.append(reading)
                details.append(ListedDetails(entry: entry))
                continue
            }
            if readings[index].powerState != reading.powerState { readings[index].powerState = .unknown }
            if readings[index].serviceStatus != reading.serviceStatus { readings[index].serviceStatus = .unknown }
        }
    }
}

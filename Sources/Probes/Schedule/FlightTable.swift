/// The flights under way by their tickets: in places that are used again and again, so that none is hashed or allocated.
struct FlightTable {
    private struct Place {
        var flight: Schedule.Flight?
        /// How many flights it has seen: a ticket of one that ended finds nothing.
        var generation: UInt32 = 0
    }

    private var places: [Place] = []
    private var free: [Int] = []

    var count: Int { places.count - free.count }

    /// Returns the ticket, which no other flight has.
    mutating func add(_ flight: Schedule.Flight) -> UInt64 {
        let index = free.popLast() ?? places.count
        if index == places.count { places.append(Place()) }
        places[index].flight = flight
        places[index].generation &+= 1
        return UInt64(places[index].generation) << 32 | UInt64(index)
    }

    mutating func remove(_ ticket: UInt64) -> Schedule.Flight? {
        guard let index = index(of: ticket) else { return nil }
        defer { places[index].flight = nil }
        free.append(index)
        return places[index].flight
    }

    subscript(ticket: UInt64) -> Schedule.Flight? {
        index(of: ticket).flatMap { places[$0].flight }
    }

    /// Says where in a new plan a flight's probe is; nil: it is no more.
    mutating func move(_ ticket: UInt64, to slot: Int?) {
        guard let index = index(of: ticket) else { return }
        places[index].flight?.slot = slot
    }

    mutating func leavePlan() {
        for index in places.indices { places[index].flight?.slot = nil }
    }

    private func index(of ticket: UInt64) -> Int? {
        let index = Int(UInt32(truncatingIfNeeded: ticket))
        guard index < places.count, places[index].flight != nil,
            places[index].generation == UInt32(truncatingIfNeeded: ticket >> 32)
        else { return nil }
        return index
    }
}

/// Seats of the loop's shapes that wait for a run: never more seats in all than twice as many as were lately taken at once, so that
/// memory follows what is under way and not how many probes there are.
struct SeatReserve {
    /// So many are kept in any case.
    static let least = 32
    /// How often what nobody needed is given up, in nanoseconds.
    static let period: UInt64 = 10_000_000_000

    private(set) var idle = 0
    private var taken = 0
    /// The most that were taken at once, in this period and in the one before.
    private var peak = 0
    private var formerPeak = 0
    private var endsAt: UInt64 = 0
    /// Those that had an idle seat in this period.
    private var shapes: [TransferShape] = []

    /// Nil where the shape has none left: a new one is needed.
    mutating func take(_ shape: TransferShape) -> Seat? {
        guard let seat = shape.idle.popLast() else { return nil }
        idle -= 1
        shape.spare = min(shape.spare, shape.idle.count)
        noteTaken()
        return seat
    }

    /// One more run has a seat.
    mutating func noteTaken() {
        taken += 1
        peak = max(peak, taken)
    }

    /// The seat may have been made anew.
    mutating func giveBack(_ seat: Seat) {
        taken -= 1
        guard taken + idle < 2 * max(SeatReserve.least / 2, peak, formerPeak) else { return }
        let shape = seat.shape
        if !shape.isListed {
            shape.isListed = true
            shapes.append(shape)
        }
        shape.idle.append(seat)
        idle += 1
    }

    /// Gives up those that no run has needed for a period. Those longest unused lie at the bottom. False while the period lasts.
    @discardableResult
    mutating func lookThrough(now: UInt64) -> Bool {
        guard now >= endsAt else { return false }
        endsAt = now + SeatReserve.period
        (formerPeak, peak) = (peak, taken)
        for shape in shapes {
            shape.idle.removeFirst(shape.spare)
            idle -= shape.spare
            shape.spare = shape.idle.count
            shape.isListed = !shape.idle.isEmpty
        }
        shapes.removeAll { !$0.isListed }
        return true
    }
}

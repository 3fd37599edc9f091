/// How often storms kept Defib from acting lately.
///
/// A trip is a storm of the whole fleet in which an incident that was confirmed wanted to act and was refused; one lost packet
/// on two small machines is none. A group's storm stops that group and no more. What wavers around the limit is one storm:
/// another begins only after the fleet has been calm for a while.
struct StormLog: Sendable {
    /// So many within the span latch Defib until an operator has looked.
    static let tripsToLatch = 3
    static let span = TimeSpan.hours(24)
    /// Below its limit for so long, the fleet is calm again.
    static let calm = TimeSpan.minutes(5)

    private var trips: [Timestamp] = []
    private var isOver = false
    private var belowSince: Timestamp?
    private var hasTripped = false

    /// Takes in whether the fleet is over its limit now.
    mutating func note(isOver: Bool, at now: Timestamp) {
        guard isOver != self.isOver else { return }
        self.isOver = isOver
        if isOver, let belowSince, now - belowSince >= StormLog.calm { hasTripped = false }
        belowSince = isOver ? nil : now
    }

    /// An action was refused because of the storm; returns whether that makes one too many.
    mutating func trip(at now: Timestamp) -> Bool {
        guard !hasTripped else { return false }
        hasTripped = true
        trips.removeAll { now - $0 > StormLog.span }
        trips.append(now)
        return trips.count >= StormLog.tripsToLatch
    }

    mutating func forget() { trips = [] }
}

/// The latch that closes when storms come again and again: the fault is then in no guest, and only a person opens it.
extension Engine {
    var stormThreshold: Int { Facts.FleetFacts.stormThreshold(size: targets.count, storm: policy.limits.storm) }

    /// Follows the fleet over its limit and back, whenever the count may have changed.
    mutating func watchForStorms() {
        storms.note(isOver: tally.unresponsive >= stormThreshold, at: now)
    }

    /// A confirmed incident is about to be refused for a storm of the fleet.
    mutating func noteStorm(_ fleet: Facts.FleetFacts) {
        guard fleet.isStorm, latch?.isLatched != true, storms.trip(at: now) else { return }
        let reason = "\(StormLog.tripsToLatch) storms within \(StormLog.span)"
        setLatch(LatchRecord(isLatched: true, by: "", reason: reason, at: now))
        note("latched: \(reason)")
        setNotice("latch", "\(reason): nothing is done any more until 'defib unlatch'")
    }

    mutating func unlatch(by: String, reason: String) {
        guard latch?.isLatched == true else { return }
        storms.forget()
        setLatch(LatchRecord(isLatched: false, by: by, reason: reason, at: now))
        note("unlatched by \(by): \(reason)")
        setNotice("latch", nil)
        reviewIncidents()
    }

    /// At start: the notice that an earlier life gave is still out, and its end is owed.
    mutating func takeUpLatch() {
        if let latch, latch.isLatched { notices["latch"] = latch.at }
    }

    private mutating func setLatch(_ record: LatchRecord) {
        latch = record
        keep(.latch(record))
    }
}

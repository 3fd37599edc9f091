/// How often the whole fleet went down together lately.
struct StormLog: Sendable {
    /// So many storms within the span latch Defib until an operator has looked.
    static let tripsToLatch = 3
    static let span = TimeSpan.hours(24)
    /// A storm is over once the fleet has been below its limit for so long: what wavers around it is one storm.
    static let calm = TimeSpan.minutes(5)

    private var trips: [Timestamp] = []
    private var isStorm = false
    private var calmSince: Timestamp?

    /// Takes in whether the fleet is over its limit now; returns whether that makes one storm too many.
    mutating func take(isOver: Bool, at now: Timestamp) -> Bool {
        guard isOver else {
            let since = calmSince ?? now
            calmSince = since
            if now - since >= StormLog.calm { isStorm = false }
            return false
        }
        calmSince = nil
        guard !isStorm else { return false }
        isStorm = true
        trips.removeAll { now - $0 > StormLog.span }
        trips.append(now)
        return trips.count >= StormLog.tripsToLatch
    }

    mutating func forget() { trips = [] }
}

/// The latch that closes when storms come again and again: the fault is then in no guest, and only a person opens it.
extension Engine {
    /// Looks at the fleet as a whole, once with each measurement of the watchdog and before each action.
    mutating func watchForStorms() {
        let threshold = Facts.FleetFacts.stormThreshold(size: targets.count, storm: policy.limits.storm)
        guard storms.take(isOver: unresponsive() >= threshold, at: now), latch?.isLatched != true else { return }
        let reason = "\(StormLog.tripsToLatch) storms within \(StormLog.span)"
        setLatch(LatchRecord(isLatched: true, by: "", reason: reason, at: now))
        setNotice("latch", "\(reason): nothing is done any more until 'defib unlatch'")
    }

    mutating func unlatch(by: String, reason: String) {
        guard latch?.isLatched == true else { return }
        storms.forget()
        setLatch(LatchRecord(isLatched: false, by: by, reason: reason, at: now))
        setNotice("latch", nil)
        for index in targets.indices where targets[index].incident != nil { review(index) }
    }

    private mutating func setLatch(_ record: LatchRecord) {
        latch = record
        keep(.latch(record))
    }
}

import Engine
import Journal

/// A year of a fleet's history: what it takes on the disk, and what it costs to ask how every target fared on every day.
struct YearBench {
    private static let start = Timestamp(milliseconds: 1_700_006_400_000)
    private static let days = 365

    private var fleetQuery = 0.0
    private var targetQuery = 0.0
    private var dayBytes = 0.0
    private var minuteBytes = 0.0
    private var found = 0

    /// Every day has two hours' minutes: a day's sum does not depend on how many they were.
    mutating func run(targets: Int, in directory: String) throws {
        var fleet = ObservedFleet(size: targets)
        let limits = JournalLimits(exactBytes: 1 << 20)
        let store = try JournalStore(directory: directory, limits: limits, startedAt: YearBench.start)
        var batch = JournalBatch()
        batch.append(ProbeLayout(fleet.policy), epoch: 0)
        for day in 0..<YearBench.days {
            for minute in 0..<12 {
                let now = YearBench.start + .hours(Int64(day) * 24) + .minutes(Int64(minute) * 10)
                for tick in 0..<1_000 {
                    for observation in fleet.observations(at: now, tick: tick) {
                        let event = Event.observationArrived(observation)
                        batch.append(JournalledStep(ordinal: 1, at: now, event: event))
                    }
                }
            }
            try store.commit(batch)
            batch = batch.next
            while try store.sumUpDay() {}
        }
        try ask(store.reader, targets: targets)
        try store.close()
    }

    private mutating func ask(_ reader: JournalReader, targets: Int) throws {
        let end = YearBench.start + .hours(24 * 366)
        var times: [[Double]] = [[], []]
        for _ in 0..<5 {
            let wall = ContinuousClock.now
            found = try reader.days(from: YearBench.start, to: end).reduce(0) { $0 + $1.days.count }
            times[0].append(milliseconds(ContinuousClock.now - wall))
            let again = ContinuousClock.now
            _ = try reader.days(owner: "vps_7", from: YearBench.start, to: end)
            times[1].append(milliseconds(ContinuousClock.now - again))
        }
        fleetQuery = times[0].sorted()[2]
        targetQuery = times[1].sorted()[2]
        let sizes = try reader.rollupBytes()
        dayBytes = Double(sizes.days)
        minuteBytes = Double(sizes.minutes) / Double(YearBench.days * 12)
    }

    private func milliseconds(_ took: Duration) -> Double {
        Double(took.components.seconds) * 1_000 + Double(took.components.attoseconds) / 1e15
    }

    var figures: [Figure] {
        [
            Figure("year_days_found", Double(found), ""),
            Figure("year_fleet_query", fleetQuery, "ms"),
            Figure("year_target_query", targetQuery, "ms"),
            Figure("year_of_days", dayBytes / 1e6, "MB"),
            Figure("year_of_minutes", minuteBytes * 525_600 / 1e6, "MB"),
        ]
    }
}

import Engine
import Journal
import Syncs

/// Commits decisions as they come in a busy minute, each with what was observed since the one before, and counts what an intent
/// waits for.
struct CommitBench {
    private static let start = Timestamp(milliseconds: 1_700_000_000_000)

    private var waits: [Double] = []
    private var syncs: [UInt64] = []

    mutating func run(decisions: Int, in directory: String) throws {
        var fleet = ObservedFleet(size: 1_000)
        let store = try JournalStore(directory: directory, startedAt: CommitBench.start)
        guard let vps = VPSID("vps_1") else { preconditionFailure("ids of digits are valid") }
        var ordinal: UInt64 = 0
        var batch = JournalBatch()
        for number in 1...decisions {
            let now = CommitBench.start + .seconds(Int64(number))
            for tick in 0..<100 {
                for observation in fleet.observations(at: now, tick: number * 100 + tick) {
                    ordinal += 1
                    batch.append(JournalledStep(ordinal: ordinal, at: now, event: .observationArrived(observation)))
                }
            }
            for record in records(Int64(number), vps, at: now) { batch.append(record) }
            let (before, began) = (syncs_so_far(), ContinuousClock.now)
            try store.commit(batch)
            batch = batch.next
            let took = ContinuousClock.now - began
            waits.append(Double(took.components.attoseconds) / 1e15)
            syncs.append(syncs_so_far() - before)
            if number % 10 == 0 { while try store.pack() {} }
        }
        try store.close()
    }

    private func records(_ id: Int64, _ vps: VPSID, at now: Timestamp) -> [Record] {
        let action = ActionRecord(
            id: id,
            incident: id,
            vps: vps,
            name: "web-1",
            action: "restart",
            intendedAt: now,
            origin: "rule web-hung"
        )
        let decision = DecisionRecord(
            id: id,
            incident: id,
            vps: vps,
            name: "web-1",
            at: now,
            verdict: .act,
            action: "restart",
            summary: "restart: every gate passed",
            evidence: nil
        )
        return [.action(action), .decision(decision)]
    }

    var figures: [Figure] {
        let sorted = waits.sorted()
        return [
            Figure("commit_median", sorted[sorted.count / 2], "ms an intent waits"),
            Figure("commit_p99", sorted[sorted.count * 99 / 100], "ms an intent waits"),
            Figure("syncs", Double(syncs.reduce(0, +)) / Double(syncs.count), "a decision"),
            Figure("syncs_most", Double(syncs.max() ?? 0), "in one decision's commit"),
        ]
    }
}

import Engine
import Journal
import Syncs

/// Feeds minutes of a fleet's observations to the engine and a real journal, as the daemon's loop does, and packs them.
struct FlowBench {
    private static let start = Timestamp(milliseconds: 1_700_000_000_000)

    private(set) var observations = 0
    private var engineTime: UInt64 = 0
    private var appendTime: UInt64 = 0
    private var commitTime: UInt64 = 0
    private var packTime: UInt64 = 0
    private var longestPack: UInt64 = 0
    private var bytesBefore = 0
    private var bytesAfter = 0
    private var packedBytes = 0
    /// The share of observations that are packed at the end.
    private var packed = 1.0

    mutating func run(targets: Int, observations wanted: Int, in directory: String) throws {
        var fleet = ObservedFleet(size: targets)
        let store = try JournalStore(directory: directory, startedAt: FlowBench.start)
        var engine = Engine(policy: fleet.policy, now: FlowBench.start)
        var batch = JournalBatch()
        batch.append(ProbeLayout(fleet.policy), epoch: 0)
        batch.append(
            LifeBeginning(version: "bench", policy: fleet.policy, recovered: Recovered(), now: FlowBench.start)
        )
        var ordinal: UInt64 = 0
        var tick = 0
        var written = 0
        while observations < wanted {
            let now = FlowBench.start + .milliseconds(Int64(tick) * 10)
            let arrived = fleet.observations(at: now, tick: tick)
            observations += arrived.count
            let began = thread_nanoseconds()
            for observation in arrived {
                ordinal += 1
                batch.append(JournalledStep(ordinal: ordinal, at: now, event: .observationArrived(observation)))
            }
            let appended = thread_nanoseconds()
            for observation in arrived { _ = engine.step(.observationArrived(observation), now: now) }
            appendTime += appended - began
            engineTime += thread_nanoseconds() - appended
            tick += 1
            guard tick % 100 == 0 else { continue }
            try commit(&batch, store)
            written += 1
            if written % 10 == 0 { try pack(store) }
        }
        try commit(&batch, store)
        try pack(store)
        let left = try store.reader.stepBytes()
        (bytesBefore, bytesAfter) = (packedBytes + left.waiting, left.packed)
        // What is still fresh at the end is left out of both.
        packed = 1 - Double(left.waiting) / Double(bytesBefore)
        try store.close()
    }

    /// On one thread after another, as CPU time of the process: GRDB has threads of its own.
    private mutating func commit(_ batch: inout JournalBatch, _ store: JournalStore) throws {
        let began = process_nanoseconds()
        try store.commit(batch)
        batch = batch.next
        commitTime += process_nanoseconds() - began
    }

    private mutating func pack(_ store: JournalStore) throws {
        while true {
            let before = try store.reader.stepBytes()
            let began = process_nanoseconds()
            let isMore = try store.pack()
            let took = process_nanoseconds() - began
            packTime += took
            longestPack = max(longestPack, took)
            packedBytes += before.waiting - (try store.reader.stepBytes().waiting)
            guard isMore else { return }
        }
    }

    var figures: [Figure] {
        let each = { (time: UInt64) in Double(time) / Double(observations) }
        return [
            Figure("observations", Double(observations), ""),
            Figure("engine", each(engineTime), "ns an observation"),
            Figure("append", each(appendTime), "ns an observation"),
            Figure("commit", each(commitTime), "ns an observation"),
            Figure("pack", each(packTime), "ns an observation"),
            Figure("all", each(engineTime + appendTime + commitTime + packTime) / 1_000, "µs an observation"),
            Figure("longest_pack", Double(longestPack) / 1e6, "ms of CPU, beside commits"),
            Figure("bytes_fresh", Double(bytesBefore) / Double(observations), "bytes an observation"),
            Figure("bytes_packed", Double(bytesAfter) / (Double(observations) * packed), "bytes an observation"),
        ]
    }
}

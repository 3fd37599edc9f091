import Engine
import Journal

/// The journal as the engine's loop writes it: batches that grow until an outward effect, or a second, makes them due.
///
/// What can't be written is kept and tried again: records up to a limit, observations not at all. While it can't, no
/// action leaves.
struct JournalWriter {
    /// Records held while the disk is full; beyond, the oldest are lost, and the fault has long been told.
    static let mostHeld = 50_000
    static let retry = TimeSpan.seconds(5)
    static let soon = TimeSpan.milliseconds(100)

    private let store: JournalStore
    private let meters: Meters
    private var batch = JournalBatch()
    private var dirtySince: Timestamp?
    /// Records are wanted by readers soon; observations can wait.
    private var hasRecords = false
    private var isFaulty = false

    /// `layout` is epoch 0's.
    init(store: JournalStore, layout: ProbeLayout, meters: Meters) {
        self.store = store
        self.meters = meters
        batch.append(layout, epoch: 0)
    }

    /// When what is held shall be written, though nothing outward waits for it.
    var flushDue: Timestamp? {
        dirtySince.map { $0 + (isFaulty ? JournalWriter.retry : hasRecords ? Self.soon : EngineLoop.writeBehind) }
    }

    mutating func append(_ observation: Observation) {
        guard !isFaulty else { return }
        batch.append(observation)
        dirtySince = dirtySince ?? observation.endedAt
    }

    mutating func append(_ layout: ProbeLayout, epoch: UInt32) {
        batch.append(layout, epoch: epoch)
    }

    /// Takes in a step's records; commits at once where an effect waits for them. False: they are not durable.
    mutating func keep(_ effects: [Effect], at now: Timestamp) -> Bool {
        var isOutward = false
        for effect in effects {
            if case .record(let record) = effect, batch.count < JournalWriter.mostHeld {
                batch.append(record)
                hasRecords = true
                dirtySince = dirtySince ?? now
            }
            isOutward = isOutward || effect.isOutward
        }
        return isOutward ? commit(at: now) : true
    }

    mutating func writeBehind(at now: Timestamp) {
        guard let due = flushDue, due <= now else { return }
        _ = commit(at: now)
    }

    mutating func flush() {
        _ = commit(at: dirtySince ?? .distantPast)
    }

    private mutating func commit(at now: Timestamp) -> Bool {
        guard !batch.isEmpty else { return !isFaulty }
        do {
            try meters.timingJournal { () throws(JournalError) in try store.commit(batch) }
            batch = JournalBatch()
            dirtySince = nil
            hasRecords = false
            isFaulty = false
            meters.note(journalFault: nil)
            return true
        } catch {
            isFaulty = true
            dirtySince = now
            meters.note(journalFault: error.description)
            return false
        }
    }
}

import Engine
import Journal

/// The journal as the engine's loop writes it: batches that grow until an outward effect makes them due, or time.
///
/// What leaves waits for the disk. Anything else is written soon, which outlives the process, and lies on the disk by the next
/// outward effect or a few seconds later: a restart's answer and its end need no sync of their own, for without them it counts
/// as sent. What can't be written is kept and tried again, up to a limit, steps less far than records. While it can't, no action
/// leaves.
struct JournalWriter {
    /// Held while the disk is full; what comes beyond is lost, and the fault has long been told.
    static let mostHeld = 50_000
    /// Of these, steps. Those that are lost leave a hole that a replay will name.
    static let mostSteps = 40_000
    static let retry = TimeSpan.seconds(5)
    /// Until records are written that nothing waits for: readers want them.
    static let soon = TimeSpan.milliseconds(100)
    /// Until steps are written that brought nothing but themselves. Each commit costs an idle daemon as much as two probes.
    static let patience = TimeSpan.seconds(5)
    /// So many steps are written at once, so that an intent that comes after them never waits for more.
    static let mostWaiting = 4_000
    /// Until what was written can't go with the power. Tried by the simulation, whose disks lose what is younger.
    static let unsynced = TimeSpan.seconds(10)

    private let store: JournalStore
    private let meters: Meters
    private var batch = JournalBatch()
    private var steps: UInt64 = 0
    /// Where the chain of decisions stood after the latest commit; nil before the first.
    private(set) var chainHead: ChainHead?
    private var dirtySince: Timestamp?
    /// When the first records were written that the power may still take.
    private var unsyncedSince: Timestamp?
    private var hasRecords = false
    private var isFaulty = false

    /// - Parameter policy: as the engine has it in force, discovered targets among its own.
    init(store: JournalStore, beginning: LifeBeginning, policy: Policy, meters: Meters) {
        self.store = store
        self.meters = meters
        batch.append(ProbeLayout(policy), epoch: beginning.epoch)
        batch.append(beginning)
        dirtySince = beginning.now
    }

    /// When what is held shall be written, or synced, though nothing outward waits for it.
    var flushDue: Timestamp? {
        [dirtySince.map { $0 + delay }, syncDue].compactMap(\.self).min()
    }

    private var delay: TimeSpan {
        if isFaulty { return JournalWriter.retry }
        if hasRecords { return JournalWriter.soon }
        return batch.count < JournalWriter.mostWaiting ? JournalWriter.patience : .zero
    }

    private var syncDue: Timestamp? {
        isFaulty ? nil : unsyncedSince.map { $0 + JournalWriter.unsynced }
    }

    /// Takes in what the engine is about to step through, so that its effects can be had again from the journal alone.
    mutating func append(_ event: Event, at now: Timestamp) {
        steps += 1
        guard batch.count < JournalWriter.mostSteps else { return }
        batch.append(JournalledStep(ordinal: steps, at: now, event: event))
        // Ticks ride along with what comes next: a row of their own each second would be most of an idle journal.
        if !event.isTick { dirtySince = dirtySince ?? now }
    }

    /// Takes in a step's records; commits at once where an effect waits for them. False: they are not durable.
    mutating func keep(_ effects: [Effect], at now: Timestamp) -> Bool {
        var isOutward = false
        for effect in effects {
            // What positions mean must be known before the first observation that uses them.
            if case .planProbes(let policy, let epoch) = effect { batch.append(ProbeLayout(policy), epoch: epoch) }
            if case .record(let record) = effect, batch.count < JournalWriter.mostHeld {
                batch.append(record)
                hasRecords = true
                dirtySince = dirtySince ?? now
            }
            isOutward = isOutward || effect.isOutward
        }
        return isOutward ? commit(.power, at: now) : true
    }

    mutating func writeBehind(at now: Timestamp) {
        guard let due = flushDue, due <= now else { return }
        // What failed is in order again when the disk takes it, not just the system.
        let isSyncDue = isFaulty || syncDue.map { $0 <= now } ?? false
        _ = commit(isSyncDue ? .power : .process, at: now)
    }

    mutating func flush() {
        _ = commit(.power, at: dirtySince ?? .distantPast)
    }

    private mutating func commit(_ durability: Durability, at now: Timestamp) -> Bool {
        guard !batch.isEmpty || unsyncedSince != nil else { return !isFaulty }
        do {
            chainHead = try meters.timingJournal { () throws(JournalError) in
                try store.commit(batch, outliving: durability)
            }
            switch durability {
            case .power: unsyncedSince = nil
            case .process: if hasRecords { unsyncedSince = unsyncedSince ?? now }
            }
            batch = batch.next
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

extension Event {
    /// Nothing but time, in itself.
    fileprivate var isTick: Bool {
        switch self {
        case .deadlinePassed, .watchdogMeasured: true
        case .observationArrived, .platformListed, .fleetListed, .platformListingFailed, .inspectionArrived,
            .powerAnswered,
            .operationPolled, .execEnded, .deliveryEnded, .operatorPaused, .operatorResumed, .operatorClosedIncident,
            .operatorRequestedPower, .operatorSilenced, .operatorEndedSilence, .operatorUnlatched, .operatorJudged,
            .operatorTrusted, .operatorAcknowledged, .policyReloaded, .noticeChanged:
            false
        }
    }
}

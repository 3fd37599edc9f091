import Engine
import Journal

/// The journal as the engine's loop writes it: batches that grow until an outward effect, or a second, makes them due.
///
/// What can't be written is kept and tried again, up to a limit, steps less far than records. While it can't, no action
/// leaves.
struct JournalWriter {
    /// Held while the disk is full; what comes beyond is lost, and the fault has long been told.
    static let mostHeld = 50_000
    /// Of these, steps. Those that are lost leave a hole that a replay will name.
    static let mostSteps = 40_000
    static let retry = TimeSpan.seconds(5)
    static let soon = TimeSpan.milliseconds(100)

    private let store: JournalStore
    private let meters: Meters
    private var batch = JournalBatch()
    private var steps: UInt64 = 0
    /// Where the chain of decisions stood after the latest commit; nil before the first.
    private(set) var chainHead: ChainHead?
    private var dirtySince: Timestamp?
    /// Records are wanted by readers soon; observations can wait.
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

    /// When what is held shall be written, though nothing outward waits for it.
    var flushDue: Timestamp? {
        dirtySince.map { $0 + (isFaulty ? JournalWriter.retry : hasRecords ? Self.soon : EngineLoop.writeBehind) }
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
            chainHead = try meters.timingJournal { () throws(JournalError) in try store.commit(batch) }
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

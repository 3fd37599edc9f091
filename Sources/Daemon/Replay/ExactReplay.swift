public import Engine
public import Journal

/// Plays recorded history again through the engine of this very version, and compares every decision, action and
/// notification with the journal's.
public struct ExactReplay {
    public struct Outcome: Hashable, Sendable {
        public var lives = 0
        public var steps = 0
        public var decisions = 0
        public var actions = 0
        public var notifications = 0
        /// Of the first and the last step that was played.
        public var from: Timestamp?
        public var to: Timestamp?
        /// The first that came out otherwise; nothing after it was compared.
        public var difference: Difference?
        /// Where history is not whole: what follows in the same life was not played.
        public var gaps: [Gap] = []
    }

    public struct Difference: Hashable, Sendable {
        public var at: Timestamp
        public var target: String
        /// Nil: nothing is in the journal.
        public var recorded: String?
        /// Nil: nothing came out.
        public var replayed: String?
    }

    public struct Gap: Hashable, Sendable {
        public var at: Timestamp
        public var why: String
    }

    private let reader: JournalReader
    private let version: String
    private var engine: Engine?
    private var nextOrdinal: UInt64 = 1
    private var lastDecision: Int64 = 0
    private var recorded: RecordedRows
    private var outcome = Outcome()

    public init(_ reader: JournalReader, version: String) {
        self.reader = reader
        self.version = version
        recorded = RecordedRows(reader)
    }

    /// From the last beginning of a life before `since`, as far as `until`.
    public static func run(
        _ reader: JournalReader,
        version: String,
        since: Timestamp? = nil,
        until: Timestamp? = nil
    ) throws(JournalError) -> Outcome {
        var replay = ExactReplay(reader, version: version)
        if since == nil, let oldest = try reader.beheaded() {
            let why = "what the engine was started on then is no longer kept, or was not by its version"
            replay.outcome.gaps.append(Gap(at: oldest, why: "\(why); the next life is the first that is played"))
        }
        var history = try reader.history(since: since)
        while let item = try history.next(), try replay.take(item, until: until) {}
        try replay.finish(isWhole: until == nil)
        return replay.outcome
    }

    /// False once there is nothing more to compare.
    private mutating func take(_ item: History.Item, until: Timestamp?) throws(JournalError) -> Bool {
        switch item {
        case .beginning(let beginning): begin(beginning)
        case .unreadable(let at, let why): lose(at: at, why)
        case .steps(let steps):
            for step in steps {
                if let until, step.at > until { return false }
                try take(step)
                if outcome.difference != nil { return false }
            }
        }
        return true
    }

    private mutating func begin(_ beginning: LifeBeginning) {
        nextOrdinal = 1
        guard beginning.version == version else {
            let why = "it was recorded by Defib \(beginning.version), which may have decided otherwise than \(version)"
            return lose(at: beginning.now, why)
        }
        engine = Engine(beginning)
        lastDecision = beginning.recovered.lastDecisionID
        outcome.lives += 1
    }

    /// What becomes of rows in the part that is not played can't be known, so that they are not held against it.
    private mutating func lose(at time: Timestamp, _ why: String) {
        engine = nil
        recorded = RecordedRows(reader)
        outcome.gaps.append(Gap(at: time, why: why))
    }

    private mutating func take(_ step: JournalledStep) throws(JournalError) {
        guard engine != nil else { return }
        guard step.ordinal == nextOrdinal else {
            return lose(at: step.at, "steps before it were not kept")
        }
        nextOrdinal += 1
        outcome.steps += 1
        outcome.from = outcome.from ?? step.at
        outcome.to = step.at
        for effect in engine?.step(step.event, now: step.at) ?? [] {
            guard case .record(let record) = effect, outcome.difference == nil else { continue }
            try compare(record.asJournalled, at: step.at)
        }
    }

    private mutating func compare(_ record: Record, at time: Timestamp) throws(JournalError) {
        switch record {
        case .decision(let decision):
            let kept = try reader.decision(decision.id)
            lastDecision = decision.id
            outcome.decisions += 1
            guard kept != decision else { return }
            outcome.difference = Difference(
                at: time,
                target: decision.name,
                recorded: kept.map(ExactReplay.words),
                replayed: ExactReplay.words(decision)
            )
        case .action(let action): outcome.actions += recorded.saw(action) ? 1 : 0
        case .notification(let notification): outcome.notifications += recorded.saw(notification) ? 1 : 0
        case .proof, .incident, .pause, .silence, .latch, .boot, .trust, .discovery: break
        }
    }

    private static func words(_ decision: DecisionRecord) -> String {
        "decision \(decision.id), \(decision.verdict.rawValue): \(decision.summary)"
    }

    /// What the journal holds must be what came out, and nothing may be left that did not.
    private mutating func finish(isWhole: Bool) throws(JournalError) {
        guard outcome.difference == nil, isWhole else { return }
        outcome.difference = try recorded.firstDifference()
        guard outcome.difference == nil, engine != nil, let end = outcome.to,
            let left = try reader.decisions(after: lastDecision, until: end).first
        else { return }
        outcome.difference = Difference(
            at: left.at,
            target: left.name,
            recorded: ExactReplay.words(left),
            replayed: nil
        )
    }
}

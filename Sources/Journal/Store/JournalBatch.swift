public import Engine

/// What is committed together, in the order in which it happened.
///
/// Steps become bytes as they are appended: an event is a third of a kilobyte, and thousands of them wait for a second.
public struct JournalBatch: Sendable {
    enum Entry: Sendable {
        case record(Record)
        case steps(StepRow)
        case beginning(LifeBeginning)
        case layout(ProbeLayout, epoch: UInt32)
        case note(EventNote)
    }

    /// All but the steps that came last.
    private(set) var entries: [Entry] = []
    /// What rollups are made from.
    private(set) var observed: [Observed] = []
    private(set) var newest: Timestamp?
    /// A step that could not be written down: the batch will not be.
    private(set) var fault: (any Error)?
    private var encoder = StepEncoder()
    private var steps = 0

    public init() {}

    public var isEmpty: Bool { entries.isEmpty && steps == 0 }
    /// Of steps and all else.
    public var count: Int { entries.count + steps }
    /// The steps that came last.
    var lastSteps: StepRow? { encoder.row }

    /// The one to come after this is durable: what is said again there is written as a change to what was said here.
    public var next: JournalBatch {
        var next = JournalBatch()
        next.encoder = encoder.next
        return next
    }

    public mutating func append(_ record: Record) { entries.append(.record(record)) }

    /// Steps that follow one another share a row; any other entry but a record ends it, so that the order of events stays.
    public mutating func append(_ step: JournalledStep) {
        if encoder.mustEnd(before: step) { endRow() }
        do { try encoder.add(step) } catch { fault = error }
        steps += 1
        saw(step.at)
        if case .observationArrived(let observation) = step.event { observed.append(Observed(observation)) }
    }

    /// Must come before the first step of a life.
    public mutating func append(_ beginning: LifeBeginning) {
        endRow()
        saw(beginning.now)
        entries.append(.beginning(beginning))
    }

    public mutating func append(_ note: EventNote) {
        endRow()
        saw(note.at)
        entries.append(.note(note))
    }

    /// Must come before the first observation of its epoch; an observation whose layout is unknown gets no rollup.
    public mutating func append(_ layout: ProbeLayout, epoch: UInt32) {
        entries.append(.layout(layout, epoch: epoch))
    }

    private mutating func endRow() {
        if let row = encoder.takeRow() { entries.append(.steps(row)) }
    }

    private mutating func saw(_ time: Timestamp) {
        newest = max(newest ?? time, time)
    }
}

/// What its writer wants to be found among the steps, in its own words.
public struct EventNote: Hashable, Sendable {
    public var at: Timestamp
    /// A word for what it is about: none of the journal's own.
    public var kind: String
    public var text: String

    public init(at: Timestamp, kind: String, text: String) {
        precondition(EventKind(rawValue: kind) == nil, "the kind '\(kind)' is the journal's own")
        self.at = at
        self.kind = kind
        self.text = text
    }
}

/// The journal's own kinds of rows among the events.
enum EventKind: String {
    /// Of earlier versions, which kept no other event.
    case observations
    case steps
    /// Steps of many rows in one.
    case packed
    case beginning
}

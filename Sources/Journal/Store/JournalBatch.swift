public import Engine

/// What is committed together, in the order in which it happened.
public struct JournalBatch: Sendable {
    enum Entry: Sendable {
        case record(Record)
        case step(JournalledStep)
        case beginning(LifeBeginning)
        case layout(ProbeLayout, epoch: UInt32)
        case note(EventNote)
    }

    private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }

    public mutating func append(_ record: Record) { entries.append(.record(record)) }
    public mutating func append(_ step: JournalledStep) { entries.append(.step(step)) }
    /// Must come before the first step of a life.
    public mutating func append(_ beginning: LifeBeginning) { entries.append(.beginning(beginning)) }
    public mutating func append(_ note: EventNote) { entries.append(.note(note)) }

    /// Must come before the first observation of its epoch; an observation whose layout is unknown gets no rollup.
    public mutating func append(_ layout: ProbeLayout, epoch: UInt32) {
        entries.append(.layout(layout, epoch: epoch))
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
    case beginning
}

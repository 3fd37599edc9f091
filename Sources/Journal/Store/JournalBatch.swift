public import Engine

/// What is committed together, in the order in which it happened.
public struct JournalBatch: Sendable {
    enum Entry: Sendable {
        case record(Record)
        case observation(Observation)
        case layout(ProbeLayout, epoch: UInt32)
        case note(EventNote)
    }

    private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }

    public mutating func append(_ record: Record) { entries.append(.record(record)) }
    public mutating func append(_ observation: Observation) { entries.append(.observation(observation)) }
    public mutating func append(_ note: EventNote) { entries.append(.note(note)) }

    /// Must come before the first observation of its epoch; an observation whose layout is unknown gets no rollup.
    public mutating func append(_ layout: ProbeLayout, epoch: UInt32) {
        entries.append(.layout(layout, epoch: epoch))
    }
}

/// An event other than an observation, as its writer words it (JSON, by convention), for replay and for people.
public struct EventNote: Hashable, Sendable {
    public var at: Timestamp
    /// A word for what kind of event it is: `platform_listed`. `observations` is the journal's own.
    public var kind: String
    public var text: String

    public init(at: Timestamp, kind: String, text: String) {
        precondition(kind != EventNote.observations, "the kind '\(kind)' is the journal's own")
        self.at = at
        self.kind = kind
        self.text = text
    }

    static let observations = "observations"
}

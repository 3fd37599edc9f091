public import Engine

extension Record {
    /// As its row has it: texts are bounded there.
    public var asJournalled: Record {
        switch self {
        case .proof: self
        case .incident(let record): .incident(record.bounded)
        case .action(let record): .action(record.bounded)
        case .decision(let record): .decision(record.bounded)
        case .notification(let record): .notification(record.bounded)
        case .pause(let record): .pause(record.bounded)
        case .silence(let record): .silence(record.bounded)
        case .latch(let record): .latch(record.bounded)
        case .boot: self
        case .trust(let record): .trust(record.bounded)
        // What the listing says is bounded where it is read.
        case .discovery: self
        }
    }
}

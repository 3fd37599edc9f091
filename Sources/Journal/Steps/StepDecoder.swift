internal import Engine
internal import FoundationEssentials

/// Reads the rows of one life of the daemon, in order, from its beginning or from any checkpoint on.
public struct StepDecoder: Sendable {
    private var listing = ListingMemory()
    private var fleet = FleetMemory()
    private var packed = StepUnpacker()

    public init() {}

    /// Nil where the row is damaged, or speaks of rows that were not given.
    public mutating func steps(of row: StepRow) -> [JournalledStep]? {
        row.isPacked ? unpacked(row) : plain(row)
    }

    private mutating func unpacked(_ row: StepRow) -> [JournalledStep]? {
        var steps: [JournalledStep] = []
        var unpacker = packed
        let isWhole = unpacker.read(row) { ordinal, now, step, others in
            switch step {
            case .observation(let observation):
                steps.append(JournalledStep(ordinal: ordinal, at: now, event: .observationArrived(observation)))
            case .other:
                guard let tag = others.take(UInt8.self).flatMap(StepTag.init(rawValue:)),
                    let event = event(tag, at: now, &others)
                else { return false }
                steps.append(JournalledStep(ordinal: ordinal, at: now, event: event))
            }
            return true
        }
        packed = unpacker
        return isWhole ? steps : nil
    }

    private mutating func plain(_ row: StepRow) -> [JournalledStep]? {
        var reader = ByteReader(row.bytes, isCompact: true)
        guard var ordinal = reader.take(UInt64.self) else { return nil }
        var now = row.start
        var steps: [JournalledStep] = []
        while !reader.isAtEnd {
            guard let passed = reader.take(Int64.self), passed.magnitude < StepDecoder.longest,
                let tag = reader.take(UInt8.self).flatMap(StepTag.init(rawValue:))
            else { return nil }
            now = now + TimeSpan(milliseconds: passed)
            guard let event = event(tag, at: now, &reader) else { return nil }
            steps.append(JournalledStep(ordinal: ordinal, at: now, event: event))
            ordinal &+= 1
        }
        return steps
    }

    /// Beyond all times there are, so that damaged bytes can't overflow one.
    static let longest: UInt64 = 1 << 48

    private mutating func event(_ tag: StepTag, at now: Timestamp, _ reader: inout ByteReader) -> Event? {
        switch tag {
        case .observation: ObservationCodec.decode(&reader, after: now).map(Event.observationArrived)
        case .deadline: .deadlinePassed
        case .health: HealthCodec.decode(&reader).map(Event.watchdogMeasured)
        case .listing: listed(at: now, &reader)
        case .fleet: fleetListed(at: now, &reader)
        case .other: reader.takeCounted().flatMap { StepDecoder.decode(StoredEvent.self, $0)?.event }
        }
    }

    private mutating func listed(at now: Timestamp, _ reader: inout ByteReader) -> Event? {
        guard let after = reader.take(Int64.self), after.magnitude < StepDecoder.longest,
            let change = reader.takeCounted().flatMap({ StepDecoder.decode(ListingChange.self, $0) }),
            let readings = listing.apply(change)
        else { return nil }
        return .platformListed(readings, startedAt: now + TimeSpan(milliseconds: after))
    }

    private mutating func fleetListed(at now: Timestamp, _ reader: inout ByteReader) -> Event? {
        guard let after = reader.take(Int64.self), after.magnitude < StepDecoder.longest,
            let change = reader.takeCounted().flatMap({ StepDecoder.decode(FleetChange.self, $0) }),
            let found = fleet.apply(change)
        else { return nil }
        let startedAt = now + TimeSpan(milliseconds: after)
        return .fleetListed(
            FleetListing(found: found, startedAt: startedAt, incompleteness: change.incompleteness)
        )
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: ArraySlice<UInt8>) -> Value? {
        try? RowBody.decode(type, from: Data(bytes))
    }
}

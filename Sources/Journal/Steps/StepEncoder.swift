internal import Engine
internal import FoundationEssentials

/// Steps as bytes, those that come by the thousand compactly: about 35 for an observation, 9 for a second's measurement
/// of the watchdog, 3 for a deadline.
///
/// A row begins with the ordinal of its first step; each step is its time (ms after the one before, or after the row's),
/// a tag, and what belongs to it.
struct StepEncoder {
    private var listing = ListingMemory()
    private var fleet = FleetMemory()
    private var bytes = ByteWriter(isCompact: true)
    private var start: Timestamp?
    private var latest = Timestamp.distantPast
    private var nextOrdinal: UInt64 = 0

    /// Of one row: about a thousand observations.
    private static let rowBytes = 32_000

    /// The row is full, or the step does not follow what is in it.
    func mustEnd(before step: JournalledStep) -> Bool {
        start != nil && (step.ordinal != nextOrdinal || bytes.bytes.count >= StepEncoder.rowBytes)
    }

    mutating func add(_ step: JournalledStep) throws {
        if start == nil {
            start = step.at
            latest = step.at
            bytes.put(step.ordinal)
        }
        bytes.put((step.at - latest).milliseconds)
        latest = step.at
        nextOrdinal = step.ordinal + 1
        try put(step.event, at: step.at)
    }

    /// The row so far, where there is one.
    var row: StepRow? { start.map { StepRow(bytes: bytes.bytes, start: $0) } }

    /// To go on with in another row.
    var next: StepEncoder {
        var next = self
        next.bytes = ByteWriter(isCompact: true)
        next.start = nil
        return next
    }

    /// The row so far, where there is one; the next step begins another.
    mutating func takeRow() -> StepRow? {
        defer { self = next }
        return row
    }

    private mutating func put(_ event: Event, at now: Timestamp) throws {
        switch event {
        case .observationArrived(let observation):
            bytes.put(StepTag.observation.rawValue)
            ObservationCodec.encode(observation, after: now, into: &bytes)
        case .deadlinePassed:
            bytes.put(StepTag.deadline.rawValue)
        case .watchdogMeasured(let health):
            bytes.put(StepTag.health.rawValue)
            HealthCodec.encode(health, into: &bytes)
        case .platformListed(let readings, let startedAt):
            bytes.put(StepTag.listing.rawValue)
            bytes.put((startedAt - now).milliseconds)
            bytes.put(counted: try RowBody.encode(listing.change(to: readings)))
        case .fleetListed(let listing):
            bytes.put(StepTag.fleet.rawValue)
            bytes.put((listing.startedAt - now).milliseconds)
            bytes.put(counted: try RowBody.encode(fleet.change(to: listing)))
        case .platformListingFailed, .inspectionArrived, .powerAnswered, .operationPolled, .execEnded, .deliveryEnded,
            .operatorPaused, .operatorResumed, .operatorClosedIncident, .operatorRequestedPower, .operatorSilenced,
            .operatorEndedSilence, .operatorUnlatched, .operatorJudged, .operatorTrusted,
            .operatorAcknowledged, .policyReloaded, .noticeChanged:
            bytes.put(StepTag.other.rawValue)
            bytes.put(counted: try RowBody.encode(StoredEvent(event)))
        }
    }
}

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
    private var row = ByteWriter(isCompact: true)
    private var start: Timestamp?
    private var latest = Timestamp.distantPast
    private var nextOrdinal: UInt64 = 0

    /// Of one row: about a thousand observations.
    private static let rowBytes = 32_000

    /// The row is full, or the step does not follow what is in it.
    func mustEnd(before step: JournalledStep) -> Bool {
        start != nil && (step.ordinal != nextOrdinal || row.bytes.count >= StepEncoder.rowBytes)
    }

    mutating func add(_ step: JournalledStep) throws {
        if start == nil {
            start = step.at
            latest = step.at
            row.put(step.ordinal)
        }
        row.put((step.at - latest).milliseconds)
        latest = step.at
        nextOrdinal = step.ordinal + 1
        try put(step.event, at: step.at)
    }

    /// The row so far, where there is one; the next step begins another.
    mutating func takeRow() -> StepRow? {
        guard let start else { return nil }
        defer {
            row = ByteWriter(isCompact: true)
            self.start = nil
        }
        return StepRow(bytes: row.bytes, start: start)
    }

    private mutating func put(_ event: Event, at now: Timestamp) throws {
        switch event {
        case .observationArrived(let observation):
            row.put(StepTag.observation.rawValue)
            ObservationCodec.encode(observation, after: now, into: &row)
        case .deadlinePassed:
            row.put(StepTag.deadline.rawValue)
        case .watchdogMeasured(let health):
            row.put(StepTag.health.rawValue)
            HealthCodec.encode(health, into: &row)
        case .platformListed(let readings, let startedAt):
            row.put(StepTag.listing.rawValue)
            row.put((startedAt - now).milliseconds)
            row.put(counted: try RowBody.encode(listing.change(to: readings)))
        case .fleetListed(let listing):
            row.put(StepTag.fleet.rawValue)
            row.put((listing.startedAt - now).milliseconds)
            row.put(counted: try RowBody.encode(fleet.change(to: listing)))
        case .platformListingFailed, .inspectionArrived, .powerAnswered, .operationPolled, .execEnded, .deliveryEnded,
            .operatorPaused, .operatorResumed, .operatorClosedIncident, .operatorRequestedPower, .operatorSilenced,
            .operatorEndedSilence, .operatorUnlatched, .operatorJudged, .operatorTrusted,
            .operatorAcknowledged, .policyReloaded, .noticeChanged:
            row.put(StepTag.other.rawValue)
            row.put(counted: try RowBody.encode(StoredEvent(event)))
        }
    }
}

/// Notifications on their way: each to each of its receivers at least once, in order within one key, with growing pauses
/// after failures, and never more than a few at once to one receiver.
struct Outbox: Sendable {
    static let firstBackoff = TimeSpan.seconds(2)
    static let longestBackoff = TimeSpan.minutes(5)
    static let inFlightPerReceiver = 4
    /// Beyond this, the oldest that wait are given up, visibly.
    static let capacity = 10_000

    private struct Entry: Sendable {
        var record: NotificationRecord
        var nextAt: Timestamp
        var isInFlight = false
    }

    /// In the order of their ids.
    private var entries: [Entry]

    init(_ records: [NotificationRecord], now: Timestamp) {
        entries = records.filter { $0.state == .pending }
            .sorted { $0.notification.id < $1.notification.id }
            .map { Entry(record: $0, nextAt: now) }
    }

    var count: Int { entries.count }

    /// What waits, by receiver in the order of their names.
    var waiting: [EngineView.WaitingLine] {
        var lines: [String: EngineView.WaitingLine] = [:]
        for entry in entries {
            let receiver = entry.record.receiver
            lines[receiver, default: EngineView.WaitingLine(receiver: receiver, count: 0)].count += 1
        }
        return lines.values.sorted { $0.receiver < $1.receiver }
    }

    /// Takes one in; returns the records to keep, among them the given-up one where there was no room.
    mutating func add(_ notification: Notification, receiver: String, now: Timestamp) -> [NotificationRecord] {
        var changed: [NotificationRecord] = []
        if entries.count >= Outbox.capacity, let oldest = entries.firstIndex(where: { !$0.isInFlight }) {
            var record = entries.remove(at: oldest).record
            record.state = .undeliverable
            record.lastError = "given up: \(Outbox.capacity) notifications wait"
            changed.append(record)
        }
        let record = NotificationRecord(notification: notification, receiver: receiver)
        entries.append(Entry(record: record, nextAt: now))
        return changed + [record]
    }

    /// Those to be delivered now; they count as in flight until `settle`.
    mutating func takeDue(at now: Timestamp) -> [NotificationRecord] {
        var due: [NotificationRecord] = []
        for position in ready(at: now) {
            entries[position].isInFlight = true
            due.append(entries[position].record)
        }
        return due
    }

    /// When the next one may go; nil while every line waits for an answer.
    func nextDue() -> Timestamp? {
        let inFlight = inFlightByReceiver()
        return heads().filter { position in
            let entry = entries[position]
            return !entry.isInFlight && inFlight[entry.record.receiver, default: 0] < Outbox.inFlightPerReceiver
        }.map { entries[$0].nextAt }.min()
    }

    /// How an attempt ended; returns the changed record, or nil where there is none such.
    mutating func settle(_ id: Int64, receiver: String, _ outcome: DeliveryOutcome, now: Timestamp)
        -> NotificationRecord?
    {
        let found = entries.firstIndex { $0.record.notification.id == id && $0.record.receiver == receiver }
        guard let found else { return nil }
        entries[found].isInFlight = false
        entries[found].record.attempts += 1
        switch outcome {
        case .delivered:
            entries[found].record.state = .delivered
            return entries.remove(at: found).record
        case .refused(let why):
            entries[found].record.state = .undeliverable
            entries[found].record.lastError = why
            return entries.remove(at: found).record
        case .failed(let why, let retryAfter):
            #if Mutants
                if Mutant.isActive(.failureIsDelivery) { return entries.remove(at: found).record }
            #endif
            entries[found].record.lastError = why
            entries[found].nextAt = now + max(backoff(entries[found].record.attempts), retryAfter ?? .zero)
            return entries[found].record
        }
    }

    private func backoff(_ attempts: Int) -> TimeSpan {
        min(Outbox.firstBackoff * (1 << Int64(min(max(attempts - 1, 0), 16))), Outbox.longestBackoff)
    }

    private func ready(at now: Timestamp) -> [Int] {
        var inFlight = inFlightByReceiver()
        return heads().filter { position in
            let entry = entries[position]
            guard !entry.isInFlight, entry.nextAt <= now else { return false }
            guard inFlight[entry.record.receiver, default: 0] < Outbox.inFlightPerReceiver else { return false }
            inFlight[entry.record.receiver, default: 0] += 1
            return true
        }
    }

    private func inFlightByReceiver() -> [String: Int] {
        var inFlight: [String: Int] = [:]
        for entry in entries where entry.isInFlight { inFlight[entry.record.receiver, default: 0] += 1 }
        return inFlight
    }

    /// The first of each key for each receiver: later ones wait for it.
    private func heads() -> [Int] {
        #if Mutants
            if Mutant.isActive(.outboxUnordered) { return entries.indices.reversed() }
        #endif
        var seen: Set<Line> = []
        return entries.indices.filter { position in
            let record = entries[position].record
            return seen.insert(Line(receiver: record.receiver, key: record.notification.key)).inserted
        }
    }

    private struct Line: Hashable {
        var receiver: String
        var key: String
    }
}

extension Engine {
    mutating func post(_ notification: Notification, to receivers: [String]) {
        for receiver in receivers {
            for record in outbox.add(notification, receiver: receiver, now: now) { keep(.notification(record)) }
        }
        deliverDue()
    }

    mutating func deliverDue() {
        for record in outbox.takeDue(at: now) {
            effects.append(.deliver(record.notification, receiver: record.receiver))
        }
        wakeForOutbox()
    }

    mutating func settleDelivery(_ id: Int64, receiver: String, _ outcome: DeliveryOutcome) {
        if let record = outbox.settle(id, receiver: receiver, outcome, now: now) { keep(.notification(record)) }
        deliverDue()
    }

    private mutating func wakeForOutbox() {
        deadlines.set(outboxKey, outbox.nextDue().map { max($0, now + .milliseconds(1)) })
    }
}

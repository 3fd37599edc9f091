/// What one receiver is owed, and what it was told: each key's messages in order, with growing pauses while the receiver fails,
/// and never more than a few at once.
struct ReceiverQueue: Sendable {
    static let firstBackoff = TimeSpan.seconds(2)
    static let longestBackoff = TimeSpan.minutes(5)
    static let inFlight = 4
    /// Beyond this, the oldest that waits is given up, visibly.
    static let capacity = 10_000

    struct Entry: Sendable {
        var record: NotificationRecord
        /// The fallback has it too.
        var isForsaken = false
    }

    /// Everything under one key.
    struct Line: Sendable {
        /// In order; the first may be on its way.
        var waiting: [Entry] = []
        var telling = Telling.notYet
        /// The last that arrived.
        var latest: Notification?

        enum Telling: Hashable, Sendable {
            case notYet
            case alone
            case inDigest(String)
        }
    }

    enum Flight: Sendable {
        case alone(key: String)
        /// With how many of each key's messages it carries.
        case digest(String, carried: [(key: String, count: Int)])
        case again(key: String)
    }

    /// One message that leaves, and the rows that must be kept before it does.
    struct Departing: Sendable {
        var notification: Notification
        var changed: [NotificationRecord] = []
    }

    var policy: ReceiverPolicy
    /// For look-ups only.
    var lines: [String: Line] = [:]
    /// Keys whose next message may go alone, the one that waits longest first.
    private(set) var ready: [String] = []
    var grouping = Grouping()
    private(set) var resends: [(at: Timestamp, key: String)] = []
    private var flights: [Int64: Flight] = [:]
    private(set) var count = 0
    private(set) var failingSince: Timestamp?
    private var failures = 0
    private var pausedUntil = Timestamp.distantPast

    init(_ policy: ReceiverPolicy) {
        self.policy = policy
    }

    // MARK: In

    /// What an earlier life still owes, and the last that each open incident was told with, both by id.
    mutating func takeUp(owed: [NotificationRecord], told: [NotificationRecord], now: Timestamp) {
        for record in told {
            let key = record.notification.key
            lines[key, default: Line()].latest = record.notification
            lines[key, default: Line()].telling = record.digest.map { .inDigest($0) } ?? .alone
            if let digest = record.digest { grouping.takeUp(key, in: digest) }
            sayAgainLater(key, at: now)
        }
        for record in owed {
            let key = record.notification.key
            if let digest = record.digest, lines[key] == nil {
                lines[key] = Line(telling: .inDigest(digest))
                grouping.takeUp(key, in: digest)
            }
            append(Entry(record: record), now: now)
        }
    }

    /// Takes one in; returns the rows to keep, among them the given-up one where there was no room.
    mutating func add(_ notification: Notification, isForsaken: Bool, now: Timestamp) -> [NotificationRecord] {
        var changed: [NotificationRecord] = []
        if count >= ReceiverQueue.capacity, let givenUp = giveUpOldest() { changed.append(givenUp) }
        let record = NotificationRecord(notification: notification, receiver: policy.name)
        append(Entry(record: record, isForsaken: isForsaken), now: now)
        return changed + [record]
    }

    private mutating func append(_ entry: Entry, now: Timestamp) {
        let notification = entry.record.notification
        count += 1
        enqueue(entry, under: notification.key)
        if case .inDigest(let digest) = lines[notification.key]?.telling {
            grouping.note(notification, in: digest, at: now)
        } else if lines[notification.key]?.waiting.count == 1 {
            ready.append(notification.key)
        }
    }

    private mutating func enqueue(_ entry: Entry, under key: String) {
        #if Mutants
            if Mutant.isActive(.outboxUnordered), lines[key]?.waiting.isEmpty == false {
                lines[key]?.waiting.insert(entry, at: 1)
                return
            }
        #endif
        lines[key, default: Line()].waiting.append(entry)
    }

    /// Nil where everything is on its way.
    private mutating func giveUpOldest() -> NotificationRecord? {
        let waiting = ready.first.map { [$0] } ?? grouping.waitingMembers
        let key = waiting.min { (oldest(of: $0), $0) < (oldest(of: $1), $1) }
        guard let key, var record = lines[key]?.waiting.first?.record else { return nil }
        lines[key]?.waiting.removeFirst()
        count -= 1
        if lines[key]?.waiting.isEmpty == true { ready.removeAll { $0 == key } }
        record.state = .undeliverable
        record.lastError = "given up: \(ReceiverQueue.capacity) notifications wait"
        return record
    }

    private func oldest(of key: String) -> Int64 { lines[key]?.waiting.first?.record.notification.id ?? .max }

    // MARK: Out

    private var room: Int { (failures > 0 ? 1 : ReceiverQueue.inFlight) - flights.count }

    /// What leaves now, on its way until `settle`.
    mutating func takeDue(at now: Timestamp) -> [Departing] {
        guard now >= pausedUntil else { return [] }
        var departing: [Departing] = []
        while room > 0, let next = nextDigest(at: now) ?? nextAlone(at: now) ?? nextAgain(at: now) {
            departing.append(next)
        }
        return departing
    }

    private mutating func nextAlone(at now: Timestamp) -> Departing? {
        while !ready.isEmpty {
            let key = ready.removeFirst()
            guard let line = lines[key], let entry = line.waiting.first else { continue }
            if line.telling == .notYet, isToBeGathered(entry.record.notification, at: now) {
                lines[key]?.telling = .inDigest(grouping.gather(key, for: policy.name, line.waiting, at: now))
                continue
            }
            if line.telling == .notYet { grouping.noteAlone(at: now) }
            lines[key]?.telling = .alone
            flights[entry.record.notification.id] = .alone(key: key)
            return Departing(notification: entry.record.notification)
        }
        return nil
    }

    /// What is about Defib itself is told at once and alone.
    private func isToBeGathered(_ notification: Notification, at now: Timestamp) -> Bool {
        policy.isGrouped && notification.vps != nil && grouping.isBusy(at: now)
    }

    private mutating func nextDigest(at now: Timestamp) -> Departing? {
        while let digest = grouping.due(at: now) {
            grouping.leave(digest.key)
            if digest.wasNeverTold, digest.members.count == 1, let key = digest.members.first {
                grouping.dissolve(digest.key)
                lines[key]?.telling = .alone
                ready.insert(key, at: 0)
                return nextAlone(at: now)
            }
            if let departing = depart(digest) { return departing }
            arrived(digest.key, hasFailed: false, at: now)
        }
        return nil
    }

    /// Nil where nothing of it is owed any more.
    private mutating func depart(_ digest: Grouping.Digest) -> Departing? {
        var latest: [Notification] = []
        var carried: [(key: String, count: Int)] = []
        var changed: [NotificationRecord] = []
        var id: Int64 = 0
        for key in digest.members {
            guard var line = lines[key], let last = line.waiting.last?.record.notification ?? line.latest else {
                continue
            }
            latest.append(last)
            guard !line.waiting.isEmpty else { continue }
            id = max(id, last.id)
            carried.append((key, line.waiting.count))
            for position in line.waiting.indices where line.waiting[position].record.digest == nil {
                line.waiting[position].record.digest = digest.key
                changed.append(line.waiting[position].record)
            }
            lines[key] = line
        }
        guard !carried.isEmpty else { return nil }
        flights[id] = .digest(digest.key, carried: carried)
        return Departing(notification: Notification(digest: digest.key, id: id, of: latest), changed: changed)
    }

    private mutating func nextAgain(at now: Timestamp) -> Departing? {
        while let next = resends.first, next.at <= now {
            resends.removeFirst()
            guard let line = lines[next.key], line.waiting.isEmpty, let latest = line.latest, latest.status == .firing
            else { continue }
            flights[latest.id] = .again(key: next.key)
            return Departing(notification: latest)
        }
        return nil
    }

    /// When the next one may go; nil while nothing waits, or everything waits for an answer.
    func nextDue() -> Timestamp? {
        guard room > 0 else { return nil }
        let due = [ready.isEmpty ? nil : Timestamp.distantPast, grouping.nextDue, resends.first?.at]
        return due.compactMap(\.self).min().map { max($0, pausedUntil) }
    }

    // MARK: What became of it

    /// How an attempt ended; returns the rows that changed.
    mutating func settle(_ id: Int64, _ outcome: DeliveryOutcome, now: Timestamp) -> [NotificationRecord] {
        guard let flight = flights.removeValue(forKey: id) else { return [] }
        note(outcome, now: now)
        switch flight {
        case .alone(let key): return settleAlone(key, outcome, now: now)
        case .digest(let digest, let carried): return settle(digest, carried, outcome, now: now)
        case .again(let key):
            sayAgainLater(key, at: now)
            return []
        }
    }

    private mutating func note(_ outcome: DeliveryOutcome, now: Timestamp) {
        switch outcome {
        case .delivered, .refused:
            // Whoever refuses is there.
            (failures, failingSince, pausedUntil) = (0, nil, .distantPast)
        case .failed(_, let retryAfter):
            failures += 1
            failingSince = failingSince ?? now
            let backoff = ReceiverQueue.firstBackoff * (1 << Int64(min(failures - 1, 16)))
            pausedUntil = now + max(min(backoff, ReceiverQueue.longestBackoff), retryAfter ?? .zero)
        }
    }

    private mutating func settleAlone(_ key: String, _ outcome: DeliveryOutcome, now: Timestamp) -> [NotificationRecord]
    {
        let changed = settleFirst(1, of: key, outcome)
        if lines[key]?.waiting.isEmpty == false {
            ready.append(key)
        } else if lines[key]?.latest?.status == .firing {
            sayAgainLater(key, at: now)
        } else {
            lines[key] = nil
        }
        return changed
    }

    private mutating func settle(
        _ digest: String,
        _ carried: [(key: String, count: Int)],
        _ outcome: DeliveryOutcome,
        now: Timestamp
    ) -> [NotificationRecord] {
        var changed: [NotificationRecord] = []
        for (key, count) in carried { changed += settleFirst(count, of: key, outcome) }
        arrived(digest, hasFailed: outcome.hasFailed, at: now)
        // One row tells why a digest was not taken.
        return outcome.hasFailed ? Array(changed.prefix(1)) : changed
    }

    private mutating func arrived(_ digest: String, hasFailed: Bool, at now: Timestamp) {
        for key in grouping.arrived(digest, hasFailed: hasFailed, at: now) { lines[key] = nil }
    }

    /// The first messages of a line, carried by one attempt.
    private mutating func settleFirst(_ number: Int, of key: String, _ outcome: DeliveryOutcome) -> [NotificationRecord]
    {
        guard var line = lines[key], line.waiting.count >= number else { return [] }
        for position in 0..<number { line.waiting[position].record.take(outcome) }
        let records = line.waiting.prefix(number).map(\.record)
        if !outcome.hasFailed {
            line.waiting.removeFirst(number)
            count -= number
            if outcome == .delivered { line.latest = records.last?.notification }
        }
        lines[key] = line
        return records
    }

    private mutating func sayAgainLater(_ key: String, at now: Timestamp) {
        guard let resendEvery = policy.resendEvery, lines[key]?.latest?.status == .firing else { return }
        resends.append((now + resendEvery, key))
    }

    // MARK: A receiver that can't be reached

    func isForsaken(at now: Timestamp) -> Bool {
        guard policy.fallback != nil, let failingSince else { return false }
        return now - failingSince >= policy.fallbackAfter
    }

    /// What its fallback is to be told instead, by id, each once.
    mutating func forsake() -> [Notification] {
        var forsaken: [Notification] = []
        for key in lines.keys.sorted() {
            guard var line = lines[key] else { continue }
            for position in line.waiting.indices where !line.waiting[position].isForsaken {
                line.waiting[position].isForsaken = true
                forsaken.append(line.waiting[position].record.notification)
            }
            lines[key] = line
        }
        return forsaken.sorted { $0.id < $1.id }
    }
}

extension NotificationRecord {
    fileprivate mutating func take(_ outcome: DeliveryOutcome) {
        attempts += 1
        switch outcome {
        case .delivered: state = .delivered
        case .refused(let why):
            state = .undeliverable
            lastError = why
        case .failed(let why, _): lastError = why
        }
    }
}

extension DeliveryOutcome {
    var hasFailed: Bool {
        switch self {
        case .failed: true
        case .delivered, .refused: false
        }
    }
}

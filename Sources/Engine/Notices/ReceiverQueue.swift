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
        /// When that is to be said again; a later arrival puts it off.
        var againAt: Timestamp?
        /// It is just being said again: news wait, so that they do not arrive before it.
        var isBeingSaidAgain = false

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
    var ready: [String] = []
    var grouping = Grouping()
    var resends: [(at: Timestamp, key: String)] = []
    var flights: [Int64: Flight] = [:]
    var count = 0
    var failingSince: Timestamp?
    var failures = 0
    var pausedUntil = Timestamp.distantPast

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
        var record = NotificationRecord(notification: notification, receiver: policy.name)
        if case .inDigest(let digest) = lines[notification.key]?.telling { record.digest = digest }
        append(Entry(record: record, isForsaken: isForsaken), now: now)
        return changed + [record]
    }

    private mutating func append(_ entry: Entry, now: Timestamp) {
        let notification = entry.record.notification
        count += 1
        enqueue(entry, under: notification.key)
        if case .inDigest(let digest) = lines[notification.key]?.telling {
            grouping.note(notification, in: digest, at: now)
        } else if let line = lines[notification.key], line.waiting.count == 1, !line.isBeingSaidAgain {
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
        if let line = lines[key], line.waiting.isEmpty, line.telling == .notYet { lines[key] = nil }
        record.state = .undeliverable
        record.lastError = "given up: \(ReceiverQueue.capacity) notifications wait"
        return record
    }

    private func oldest(of key: String) -> Int64 { lines[key]?.waiting.first?.record.notification.id ?? .max }
}

/// Incidents that begin about together are one cause to a person: they are told in one message, with their list.
///
/// The first is told at once. Whoever comes in its wake is gathered for a moment, and then told in one digest, which keeps
/// its key: later news of its members update the same alert, and it is over when all of them are.
struct Grouping: Sendable {
    /// So many are told alone within a span; more are gathered.
    static let alone = 1
    static let span = TimeSpan.minutes(1)
    /// For how long a digest is gathered.
    static let wait = TimeSpan.seconds(30)
    /// Between two messages about one digest, unless more is asked of a person or all is over.
    static let pace = TimeSpan.minutes(5)
    /// For how long others may join: what comes later is another cause, and might be joined to what was acknowledged long ago.
    static let open = TimeSpan.minutes(10)

    struct Digest: Sendable {
        var key: String
        var openedAt: Timestamp
        /// Keys, in the order in which they joined.
        var members: [String] = []
        var membersDown = 0
        var isUrgent = false
        var toldAt: Timestamp?
        var dueAt: Timestamp?
        var isOnItsWay = false

        var wasNeverTold: Bool { toldAt == nil }
    }

    /// By when they were opened.
    private(set) var digests: [Digest] = []
    private var lately: [Timestamp] = []

    /// Whether so much was told alone lately that more would be noise.
    func isBusy(at now: Timestamp) -> Bool {
        lately.count { now - $0 < Grouping.span } >= Grouping.alone
    }

    mutating func noteAlone(at now: Timestamp) {
        lately.removeAll { now - $0 >= Grouping.span }
        lately.append(now)
    }

    /// Lets an incident join; returns its digest's key.
    mutating func gather(_ key: String, for receiver: String, _ waiting: [ReceiverQueue.Entry], at now: Timestamp)
        -> String
    {
        if !(digests.last.map { now - $0.openedAt < Grouping.open } ?? false) {
            digests.append(Digest(key: "defib/digest/\(receiver)/\(now.milliseconds)", openedAt: now))
        }
        let position = digests.count - 1
        digests[position].members.append(key)
        digests[position].membersDown += 1
        for entry in waiting { note(entry.record.notification, at: position, now) }
        return digests[position].key
    }

    /// Takes in news of a member.
    mutating func note(_ notification: Notification, in digest: String, at now: Timestamp) {
        guard let position = digests.firstIndex(where: { $0.key == digest }) else { return }
        note(notification, at: position, now)
    }

    private mutating func note(_ notification: Notification, at position: Int, _ now: Timestamp) {
        if notification.status == .resolved { digests[position].membersDown -= 1 }
        let isMoreUrgent = notification.severity == "page" && !digests[position].isUrgent
        digests[position].isUrgent = digests[position].isUrgent || isMoreUrgent
        var dueAt = now + Grouping.wait
        if let toldAt = digests[position].toldAt {
            if digests[position].membersDown == 0 {
                dueAt = now
            } else if !isMoreUrgent {
                dueAt = max(dueAt, toldAt + Grouping.pace)
            }
        }
        digests[position].dueAt = min(digests[position].dueAt ?? dueAt, dueAt)
    }

    /// What an earlier life gathered; nobody else joins it.
    mutating func takeUp(_ key: String, in digest: String) {
        let position: Int
        if let known = digests.firstIndex(where: { $0.key == digest }) {
            position = known
        } else {
            var fresh = Digest(key: digest, openedAt: .distantPast)
            fresh.toldAt = .distantPast
            digests.insert(fresh, at: 0)
            position = 0
        }
        digests[position].members.append(key)
        digests[position].membersDown += 1
    }

    // MARK: Telling it

    /// Of those that are not on their way.
    var waitingMembers: [String] { digests.filter { !$0.isOnItsWay }.flatMap(\.members) }

    var nextDue: Timestamp? { digests.filter { !$0.isOnItsWay }.compactMap(\.dueAt).min() }

    func due(at now: Timestamp) -> Digest? {
        digests.first { digest in !digest.isOnItsWay && digest.dueAt.map { $0 <= now } ?? false }
    }

    mutating func leave(_ key: String) {
        guard let position = digests.firstIndex(where: { $0.key == key }) else { return }
        digests[position].isOnItsWay = true
        digests[position].dueAt = nil
    }

    /// An attempt has ended; a failed one is due again as soon as the receiver may be tried. Returns the members of a digest that
    /// is over.
    mutating func arrived(_ key: String, hasFailed: Bool, at now: Timestamp) -> [String] {
        guard let position = digests.firstIndex(where: { $0.key == key }) else { return [] }
        digests[position].isOnItsWay = false
        guard !hasFailed else {
            digests[position].dueAt = now
            return []
        }
        digests[position].toldAt = now
        guard digests[position].membersDown <= 0, digests[position].dueAt == nil else { return [] }
        return digests.remove(at: position).members
    }

    mutating func dissolve(_ key: String) {
        digests.removeAll { $0.key == key }
    }
}

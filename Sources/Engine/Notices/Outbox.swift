/// Notifications on their way: each to each of its receivers at least once, in order within one key. Every receiver has a line of
/// its own, so that one that is dead delays no other.
struct Outbox: Sendable {
    /// In the order of their names, for one order of effects.
    private var queues: [ReceiverQueue] = []
    private var policies: [ReceiverPolicy] = []

    struct Departing: Sendable {
        var notification: Notification
        var receiver: String
        /// To be kept before it leaves.
        var changed: [NotificationRecord]
    }

    /// Takes up what an earlier life owes.
    ///
    /// - Parameter told: the last that each open incident was told with, by receiver.
    init(
        _ pending: [NotificationRecord] = [],
        told: [NotificationRecord] = [],
        receivers: [ReceiverPolicy] = [],
        now: Timestamp
    ) {
        configure(receivers)
        for name in Set((pending + told).map(\.receiver)).sorted() {
            let position = queue(of: name)
            let owed = pending.filter { $0.receiver == name && $0.state == .pending }
            queues[position].takeUp(
                owed: owed.sorted { $0.notification.id < $1.notification.id },
                told: told.filter { $0.receiver == name }.sorted { $0.notification.id < $1.notification.id },
                now: now
            )
        }
    }

    /// Takes a new configuration in; what is owed stays owed.
    mutating func configure(_ receivers: [ReceiverPolicy]) {
        policies = receivers
        for position in queues.indices { queues[position].policy = policy(of: queues[position].policy.name) }
    }

    /// How many wait or are on their way.
    var count: Int { queues.reduce(0) { $0 + $1.count } }

    /// What waits, by receiver in the order of their names.
    var waiting: [EngineView.WaitingLine] {
        queues.filter { $0.count > 0 }.map { EngineView.WaitingLine(receiver: $0.policy.name, count: $0.count) }
    }

    /// Who was told, or is about to be told, of something under this key.
    func receivers(of key: String) -> [String] {
        queues.filter { $0.lines[key] != nil }.map(\.policy.name)
    }

    /// Takes one in; returns the rows to keep.
    mutating func add(_ notification: Notification, receiver: String, now: Timestamp) -> [NotificationRecord] {
        let position = queue(of: receiver)
        let isForsaken = queues[position].isForsaken(at: now)
        let changed = queues[position].add(notification, isForsaken: isForsaken, now: now)
        guard isForsaken else { return changed }
        return changed + fallBack(from: position, [notification], now: now)
    }

    /// Those to be delivered now; they are on their way until `settle`.
    mutating func takeDue(at now: Timestamp) -> [Departing] {
        queues.indices.flatMap { position in
            let name = queues[position].policy.name
            return queues[position].takeDue(at: now).map { leaving in
                Departing(notification: leaving.notification, receiver: name, changed: leaving.changed)
            }
        }
    }

    /// When the next one may go; nil while every line waits for an answer.
    func nextDue() -> Timestamp? { queues.compactMap { $0.nextDue() }.min() }

    /// How an attempt ended; returns the rows that changed, those for a fallback among them.
    mutating func settle(_ id: Int64, receiver: String, _ outcome: DeliveryOutcome, now: Timestamp)
        -> [NotificationRecord]
    {
        guard let position = queues.firstIndex(where: { $0.policy.name == receiver }) else { return [] }
        #if Mutants
            let outcome = Mutant.isActive(.failureIsDelivery) && outcome.hasFailed ? .delivered : outcome
        #endif
        let changed = queues[position].settle(id, outcome, now: now)
        var forsaken = changed.filter { $0.state == .undeliverable }.map(\.notification)
        if queues[position].isForsaken(at: now) { forsaken += queues[position].forsake() }
        return changed + fallBack(from: position, forsaken, now: now)
    }

    private mutating func fallBack(from position: Int, _ forsaken: [Notification], now: Timestamp)
        -> [NotificationRecord]
    {
        let policy = queues[position].policy
        guard let fallback = policy.fallback, fallback != policy.name else { return [] }
        let other = queue(of: fallback)
        return forsaken.flatMap { notification -> [NotificationRecord] in
            // It may be a route's receiver of the same message, or a fallback that falls back in turn.
            guard !queues[other].knows(notification) else { return [] }
            var copy = notification
            copy.description += "\nTold here because \(policy.name) has not taken it."
            return queues[other].add(copy, isForsaken: true, now: now)
        }
    }

    private mutating func queue(of name: String) -> Int {
        if let position = queues.firstIndex(where: { $0.policy.name == name }) { return position }
        let position = queues.firstIndex { $0.policy.name > name } ?? queues.count
        queues.insert(ReceiverQueue(policy(of: name)), at: position)
        return position
    }

    private func policy(of name: String) -> ReceiverPolicy {
        policies.first { $0.name == name } ?? ReceiverPolicy(name: name)
    }
}

extension ReceiverQueue {
    /// Whether this very message waits here, or arrived here last.
    func knows(_ notification: Notification) -> Bool {
        guard let line = lines[notification.key] else { return false }
        return line.latest.map { $0.id >= notification.id } ?? false
            || line.waiting.contains { $0.record.notification.id == notification.id }
    }
}

import Engine

/// What the daemon knows of its own fitness: whether the engine trusts itself, whether people can be told, whether the
/// provider answers. Pure, so that it is judged at any moment.
struct VitalSigns: Sendable {
    /// How long receivers or the provider may fail before the watch counts as unwell: both are retried, and have bad minutes.
    static let patience = TimeSpan.seconds(600)

    enum Condition: Hashable, Sendable {
        /// Too early to say: nothing is claimed.
        case unknown
        case well
        /// Why, in one line for people.
        case ill(String)
    }

    private let startedAt: Timestamp
    /// The engine's last word on itself, and when it gave it.
    private var distrust: String?
    private var heardAt: Timestamp?
    private var listedAt: Timestamp?
    /// Receivers that have taken nothing since, in the order in which they began to fail.
    private var failing: [(receiver: String, since: Timestamp)] = []

    init(startedAt: Timestamp) {
        self.startedAt = startedAt
    }

    mutating func engineSaid(distrust: String?, at now: Timestamp) {
        self.distrust = distrust
        heardAt = now
    }

    mutating func providerListed(at now: Timestamp) {
        listedAt = now
    }

    mutating func deliveryEnded(_ outcome: DeliveryOutcome, to receiver: String, at now: Timestamp) {
        switch outcome {
        case .delivered: failing.removeAll { $0.receiver == receiver }
        case .failed, .refused:
            if !failing.contains(where: { $0.receiver == receiver }) { failing.append((receiver, now)) }
        }
    }

    /// Others may stand behind the same names: what is known of them begins anew.
    mutating func receiversReplaced() {
        failing = []
    }

    /// The worst first: an engine that is silent can vouch for nothing else.
    func condition(at now: Timestamp) -> Condition {
        let silence = now - (heardAt ?? startedAt)
        if silence >= WatchdogMeter.stuck { return .ill("the engine's loop has not come round for \(silence.brief)") }
        if let distrust { return .ill("Defib distrusts itself: \(distrust)") }
        if let first = failing.first, now - first.since >= VitalSigns.patience {
            return .ill("receiver \(first.receiver) has taken no notification for \((now - first.since).brief)")
        }
        let unanswered = now - (listedAt ?? startedAt)
        if unanswered >= VitalSigns.patience {
            return .ill("the provider's API has not listed the account for \(unanswered.brief)")
        }
        return heardAt == nil || listedAt == nil ? .unknown : .well
    }
}

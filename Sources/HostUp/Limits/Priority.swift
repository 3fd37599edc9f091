/// Who goes first when the account's rate limit gets tight, the most urgent first.
///
/// Each class may use more of what is left than the next one, and more requests at once: so whatever holds up an urgent
/// request holds up every lesser one as well, and no queue is needed to keep the order.
enum Priority: Int, Hashable, Sendable, CaseIterable {
    /// Power actions.
    case power
    /// The reads before an action, and the polls after it.
    case inspection
    /// The guest agent.
    case agent
    /// The fleet's listing, and what only people look at.
    case sweep

    /// Requests under way, of whatever class, at which one of this class waits.
    var maxInFlight: Int {
        switch self {
        case .power: 8
        case .inspection: 6
        case .agent: 4
        case .sweep: 2
        }
    }

    /// How much of the limit stays untouched by this class: its share in percent, and at least so many requests.
    private var reserve: (percent: Int, atLeast: Int) {
        switch self {
        case .power: (0, 0)
        case .inspection: (10, 2)
        case .agent: (25, 3)
        case .sweep: (40, 4)
        }
    }

    func reserve(ofLimit limit: Int?) -> Int {
        let (percent, atLeast) = reserve
        return max(atLeast, (limit ?? 0) / 100 * percent + (limit ?? 0) % 100 * percent / 100)
    }
}

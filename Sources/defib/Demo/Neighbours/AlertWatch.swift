import FoundationEssentials

/// What became of each incident's alert in Alertmanager, from looking again and again.
///
/// Its API lists what is not over. An alert that is gone before the end it was last given was resolved; one that is gone
/// afterwards ran out, because nobody said any more that it fires.
struct AlertWatch {
    /// By the target's name: the end it was last given.
    private var firing: [String: String] = [:]
    private(set) var resolved: Set<String> = []
    private(set) var expired: Set<String> = []

    enum Change: Equatable {
        case fires(String)
        case isResolved(String)
        case ranOut(String)
    }

    /// Takes one look at what is not over. `now` is RFC 3339, as are the alerts' times.
    mutating func look(_ alerts: [NeighbourClient.Alert], at now: String) -> [Change] {
        var current: [String: String] = [:]
        for alert in alerts {
            // Of Prometheus' own rules, alerts name no incident.
            guard alert.labels["incident"] != nil, let name = alert.labels["name"] else { continue }
            current[name] = max(current[name] ?? "", alert.endsAt)
        }
        let begun = current.keys.filter { firing[$0] == nil }.sorted()
        let gone = firing.filter { current[$0.key] == nil }.sorted { $0.key < $1.key }
        firing = current
        return begun.map(Change.fires)
            + gone.map { name, end in
                guard now < end else {
                    expired.insert(name)
                    return .ranOut(name)
                }
                resolved.insert(name)
                return .isResolved(name)
            }
    }
}

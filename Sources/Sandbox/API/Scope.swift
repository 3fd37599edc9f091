/// What a token may do.
public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// List, get, details, status, metrics, maintenance, jobs, the agent's availability.
    case read = "read:vm"
    /// The five power actions.
    case power = "power:vm"
    /// Commands through the agent, and their results.
    case write = "write:vm"
}

extension Route {
    /// A caller needs one of these.
    func scopes(method: String, query: [String: String]) -> Set<Scope> {
        switch self {
        case .list, .get, .details, .status, .maintenance, .metrics: [.read]
        case .power: [.power]
        case .job: [.read, .power]
        case .agentExec, .agentExecV1: method == "GET" && query["pid"] == nil ? [.read] : [.write]
        }
    }
}

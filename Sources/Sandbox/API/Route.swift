/// Where a path leads.
enum Route: Hashable, Sendable {
    case list
    case get(id: String)
    case details(id: String)
    case status(id: String)
    case maintenance(id: String)
    case metrics(id: String)
    case power(id: String, PowerVerb)
    case agentExec(id: String)
    case job(String)
    case agentExecV1(vmid: Int)

    /// Nil where nothing is served.
    init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        switch parts.first == "api" ? Array(parts.dropFirst()) : [] {
        case let rest where rest.count == 2 && rest[0] == "jobs" && !rest[1].isEmpty: self = .job(rest[1])
        case let rest where rest.count == 4 && rest[0] == "vm" && rest[2...] == ["agent", "exec"]:
            guard let vmid = Int(rest[1]), vmid >= 1 else { return nil }
            self = .agentExecV1(vmid: vmid)
        case let rest where rest.starts(with: ["v2", "vps"]):
            guard let route = Route(vps: rest.dropFirst(2).map(\.self)) else { return nil }
            self = route
        default: return nil
        }
    }

    /// What follows `/api/v2/vps`.
    private init?(vps rest: [String]) {
        guard let id = rest.first else {
            self = .list
            return
        }
        guard !id.isEmpty else { return nil }
        switch rest.dropFirst().map(\.self) {
        case []: self = .get(id: id)
        case ["details"]: self = .details(id: id)
        case ["status"]: self = .status(id: id)
        case ["maintenance"]: self = .maintenance(id: id)
        case ["metrics"]: self = .metrics(id: id)
        case ["agent", "exec"]: self = .agentExec(id: id)
        case let tail where tail.count == 2 && tail[0] == "actions":
            guard let verb = PowerVerb(rawValue: tail[1]) else { return nil }
            self = .power(id: id, verb)
        default: return nil
        }
    }

    var endpoint: Endpoint {
        switch self {
        case .list: .list
        case .get: .get
        case .details: .details
        case .status: .status
        case .maintenance: .maintenance
        case .metrics: .metrics
        case .power: .power
        case .job: .job
        case .agentExec, .agentExecV1: .exec
        }
    }

    var methods: [String] {
        switch self {
        case .list, .get, .details, .status, .maintenance, .metrics, .job: ["GET"]
        case .power: ["POST"]
        case .agentExec, .agentExecV1: ["GET", "POST"]
        }
    }

    /// The first version of the API has its own envelope, and takes the key in a header of its own.
    var isV1: Bool {
        switch self {
        case .job, .agentExecV1: true
        case .list, .get, .details, .status, .maintenance, .metrics, .power, .agentExec: false
        }
    }
}

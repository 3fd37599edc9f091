import Engine

/// What can be asked of the API.
enum Endpoint: Hashable, Sendable {
    case list(cursor: String?)
    case vps(VPSID)
    case details(VPSID)
    case status(VPSID)
    case maintenance(VPSID)
    case metrics(VPSID, Timeframe)
    case action(PowerAction, VPSID)
    case job(path: String)
    case agent(VPSID)
    case exec(VPSID)
    case execResult(path: String)
    case execV1(vmid: Int)
    case execResultV1(vmid: Int, pid: Int64)

    /// With placeholders, for metrics and messages.
    var template: String {
        switch self {
        case .list: "/api/v2/vps"
        case .vps: "/api/v2/vps/{id}"
        case .details: "/api/v2/vps/{id}/details"
        case .status: "/api/v2/vps/{id}/status"
        case .maintenance: "/api/v2/vps/{id}/maintenance"
        case .metrics: "/api/v2/vps/{id}/metrics"
        case .action(let action, _): "/api/v2/vps/{id}/actions/\(action.rawValue)"
        case .job: "/api/jobs/{jobId}"
        case .agent, .exec, .execResult: "/api/v2/vps/{id}/agent/exec"
        case .execV1, .execResultV1: "/api/vm/{vmid}/agent/exec"
        }
    }

    /// Path and query. The paths an answer gave were checked by `PollPath`.
    var path: String {
        switch self {
        case .list(let cursor): "/api/v2/vps?limit=100" + (cursor.map { "&cursor=\($0.percentEncoded)" } ?? "")
        case .vps(let id): Endpoint.path(id)
        case .details(let id): Endpoint.path(id) + "/details"
        case .status(let id): Endpoint.path(id) + "/status"
        case .maintenance(let id): Endpoint.path(id) + "/maintenance"
        case .metrics(let id, let timeframe): Endpoint.path(id) + "/metrics?timeframe=\(timeframe.rawValue)"
        case .action(let action, let id): Endpoint.path(id) + "/actions/\(action.rawValue)"
        case .job(let path), .execResult(let path): path
        case .agent(let id), .exec(let id): Endpoint.path(id) + "/agent/exec"
        case .execV1(let vmid): "/api/vm/\(vmid)/agent/exec"
        case .execResultV1(let vmid, let pid): "/api/vm/\(vmid)/agent/exec?pid=\(pid)"
        }
    }

    var method: String {
        switch self {
        case .action, .exec, .execV1: "POST"
        case .list, .vps, .details, .status, .maintenance, .metrics, .job, .agent, .execResult, .execResultV1: "GET"
        }
    }

    var priority: Priority {
        switch self {
        case .action: .power
        case .vps, .details, .status, .maintenance, .job: .inspection
        case .agent, .exec, .execResult, .execV1, .execResultV1: .agent
        case .list, .metrics: .sweep
        }
    }

    /// v1 documents `X-API-Key`; everything else takes a bearer token.
    var isV1: Bool {
        switch self {
        case .execV1, .execResultV1: true
        case .list, .vps, .details, .status, .maintenance, .metrics, .action, .job, .agent, .exec, .execResult: false
        }
    }

    /// The scope that the key must have.
    var scope: String {
        switch self {
        case .action: "power:vm"
        case .exec, .execResult, .execV1, .execResultV1: "write:vm"
        case .list, .vps, .details, .status, .maintenance, .metrics, .job, .agent: "read:vm"
        }
    }

    /// `GET /api/v2/vps/{id}/status`.
    var name: String { "\(method) \(template)" }

    /// An id is encoded although `VPSID` lets nothing pass that would need it: this is where it would matter.
    private static func path(_ id: VPSID) -> String { "/api/v2/vps/\(id.text.percentEncoded)" }
}

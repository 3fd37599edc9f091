/// Faults as the control endpoint and the command line write them:
/// `{"fault": "status", "value": 429, "retryAfter": "2", "vps": "vps_…", "endpoint": "power", "times": 3}`.
extension FaultRule {
    private static let keys: Set<String> = ["fault", "value", "milliseconds", "retryAfter", "vps", "endpoint", "times"]

    init(json: JSON) throws(SandboxError) {
        guard let members = json.object, let name = json["fault"]?.string else {
            throw SandboxError(
                "a fault is an object with a string `fault`: one of \(Fault.names.joined(separator: ", "))"
            )
        }
        if let unknown = members.keys.sorted().first(where: { !Self.keys.contains($0) }) {
            throw SandboxError(
                "fault `\(name)`: unknown key `\(unknown)`; known: \(Self.keys.sorted().joined(separator: ", "))"
            )
        }
        fault = try Fault(name: name, json: json)
        vps = json["vps"]?.string
        times = json["times"]?.int
        if let times, times < 1 { throw SandboxError("fault `\(name)`: `times` is at least 1") }
        if let text = json["endpoint"]?.string {
            endpoint = try Choice.parse(text, key: "endpoint", fault: name)
        }
    }

    /// `name[=value][,key=value…]`, as on a command line: `status=429,endpoint=power,times=2`.
    public init(argument: String) throws(SandboxError) {
        var members: [String: JSON] = [:]
        for (index, part) in argument.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if index == 0 { members["fault"] = .string(halves[0]) }
            let key = index == 0 ? "value" : halves[0]
            if halves.count == 2 { members[key] = Int(halves[1]).map(JSON.int) ?? .string(halves[1]) }
        }
        try self.init(json: .object(members))
    }

    var json: JSON {
        var members = fault.json
        members["vps"] = vps.map(JSON.string)
        members["endpoint"] = (endpoint?.rawValue).map(JSON.string)
        members["times"] = times.map(JSON.int)
        return .object(members)
    }
}

extension Fault {
    static let names = [
        "hang", "latency", "status", "html", "truncated", "not_json", "wrong_shape", "huge", "endless", "hang_up",
        "hang_up_after", "gates", "pending_tasks", "maintenance", "power_state", "service_status", "jobs",
        "uptime_falls_at_boot", "agent_silent", "agent_without_process",
    ]

    /// An hour: longer than any client's patience.
    private static let forEver = 3_600_000

    init(name: String, json: JSON) throws(SandboxError) {
        let milliseconds = json["milliseconds"]?.int ?? json["value"]?.int
        switch name {
        case "hang": self = .hang(.milliseconds(milliseconds ?? Self.forEver))
        case "latency": self = .latency(.milliseconds(milliseconds ?? 1000))
        case "status": self = .status(try Self.status(json), retryAfter: Self.text(json["retryAfter"]))
        case "html": self = .html
        case "truncated": self = .truncated
        case "not_json": self = .notJSON
        case "wrong_shape": self = .wrongShape
        case "huge": self = .huge(json["value"]?.int ?? 50_000_000)
        case "endless": self = .endless
        case "hang_up": self = .hangUp
        case "hang_up_after": self = .hangUpAfter
        default: try self.init(platform: name, json: json)
        }
    }

    private init(platform name: String, json: JSON) throws(SandboxError) {
        let value = json["value"]?.string ?? ""
        switch name {
        case "gates": self = .gates(try Choice.parse(value, key: "value", fault: name))
        case "pending_tasks": self = .pendingTasks(try Choice.parse(value, key: "value", fault: name))
        case "maintenance": self = .maintenance
        case "power_state": self = .powerState(value)
        case "service_status": self = .serviceStatus(value)
        case "jobs": self = .jobs(try Choice.parse(value, key: "value", fault: name))
        case "uptime_falls_at_boot": self = .uptimeFallsAtBoot
        case "agent_silent": self = .agentSilent
        case "agent_without_process": self = .agentWithoutProcess
        default: throw SandboxError("unknown fault `\(name)`; known: \(Self.names.joined(separator: ", "))")
        }
    }

    private static func status(_ json: JSON) throws(SandboxError) -> Int {
        guard let status = json["value"]?.int, (400...599).contains(status) else {
            throw SandboxError("fault `status`: `value` is an HTTP status from 400 to 599")
        }
        return status
    }

    private static func text(_ value: JSON?) -> String? {
        value?.string ?? (value?.int).map { String($0) }
    }

    var json: [String: JSON] {
        switch self {
        case .hang(let time): ["fault": "hang", "milliseconds": .int(time.wholeMilliseconds)]
        case .latency(let time): ["fault": "latency", "milliseconds": .int(time.wholeMilliseconds)]
        case .status(let status, let after):
            ["fault": "status", "value": .int(status), "retryAfter": after.map(JSON.string) ?? .null]
        case .html: ["fault": "html"]
        case .truncated: ["fault": "truncated"]
        case .notJSON: ["fault": "not_json"]
        case .wrongShape: ["fault": "wrong_shape"]
        case .huge(let count): ["fault": "huge", "value": .int(count)]
        case .endless: ["fault": "endless"]
        case .hangUp: ["fault": "hang_up"]
        case .hangUpAfter: ["fault": "hang_up_after"]
        case .gates(let shape): ["fault": "gates", "value": .string(shape.rawValue)]
        case .pendingTasks(let shape): ["fault": "pending_tasks", "value": .string(shape.rawValue)]
        case .maintenance: ["fault": "maintenance"]
        case .powerState(let state): ["fault": "power_state", "value": .string(state)]
        case .serviceStatus(let status): ["fault": "service_status", "value": .string(status)]
        case .jobs(let course): ["fault": "jobs", "value": .string(course.rawValue)]
        case .uptimeFallsAtBoot: ["fault": "uptime_falls_at_boot"]
        case .agentSilent: ["fault": "agent_silent"]
        case .agentWithoutProcess: ["fault": "agent_without_process"]
        }
    }
}

extension Duration {
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    var wholeSeconds: Int { Int(components.seconds) }
}

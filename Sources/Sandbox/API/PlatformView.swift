/// What the platform says of one guest, faults included: the objects of the reading endpoints.
struct PlatformView: Sendable {
    let guest: GuestDescription
    let condition: GuestCondition
    let tasks: [Job]
    let endpoint: Endpoint
    let faults: FaultBoard

    /// An element of the list. Action gates live on the richer endpoints only.
    var listed: JSON {
        [
            "id": .string(guest.id), "name": .string(guest.name), "primaryIp": .string(guest.address),
            "serviceStatus": .string(serviceStatus), "powerState": .string(powerState),
            "operatingSystem": [
                "displayName": "Debian GNU/Linux 12", "family": "linux", "version": "12", "variant": .null,
            ],
            "resources": ["cpuCores": 1, "memoryGb": 0.2, "storageGb": 10],
        ]
    }

    var summary: JSON {
        listed.merging(["billing": ["cycle": "monthly", "amount": 0, "currency": "SEK"]]).merging(actions)
    }

    var details: JSON {
        summary.merging(["vmid": .int(guest.vmid), "ipAddresses": [.string(guest.address)]])
    }

    /// Memory and storage are the provider's own sample values, which prove nothing.
    var status: JSON {
        let fallsAtBoot = fault { $0 == .uptimeFallsAtBoot ? true : nil } ?? false
        let span = fallsAtBoot ? condition.sinceBoot : condition.uptime
        let uptime = span.map { JSON.int($0.wholeSeconds) } ?? .null
        let live: JSON = [
            "id": .string(guest.id), "powerState": .string(powerState), "uptimeSeconds": uptime,
            "cpuUsagePercent": 3.5, "cpuCores": 1,
            "memory": ["usedGb": 0.18, "totalGb": 0.2, "usagePercent": 92],
            "storage": ["usedGb": 0, "totalGb": 10, "usagePercent": 0],
            "network": ["inboundGb": 1.2, "outboundGb": 0.4, "totalGb": 1.6],
        ]
        return live.merging(pendingTasks).merging(actions)
    }

    var maintenance: JSON {
        let isPending = fault { if case .maintenance = $0 { true } else { nil } } ?? false
        let change: JSON = ["key": "memoryGb", "currentValue": 1, "pendingValue": 2, "deadline": .null]
        return ["hasPendingMaintenance": .bool(isPending), "pendingChanges": .array(isPending ? [change] : [])]
    }

    var powerState: String {
        fault { if case .powerState(let state) = $0 { state } else { nil } } ?? condition.powerState
    }

    private var serviceStatus: String {
        fault { if case .serviceStatus(let status) = $0 { status } else { nil } } ?? "active"
    }

    private var pendingTasks: [String: JSON] {
        let shape = fault { if case .pendingTasks(let shape) = $0 { shape } else { nil } }
        return switch shape {
        case nil: ["pendingTasks": .array(tasks.map(\.task))]
        case .absent: [:]
        case .null: ["pendingTasks": .null]
        case .number: ["pendingTasks": .int(tasks.count)]
        case .busy: ["pendingTasks": [["type": "backup", "status": "in_progress"]]]
        }
    }

    /// Whether the platform would take `verb` now, whatever shape the gates are served in.
    func allows(_ verb: PowerVerb) -> Bool {
        switch gateShape {
        case .denied, .deniedBoolean: false
        case .object, .boolean, .absent, .malformed: suits(verb)
        }
    }

    private var gateShape: GateShape {
        fault { if case .gates(let shape) = $0 { shape } else { nil } } ?? .object
    }

    private func suits(_ verb: PowerVerb) -> Bool {
        switch verb {
        case .start: condition.powerState == "stopped"
        case .shutdown, .stop, .restart, .reset: condition.powerState == "running"
        }
    }

    private var actions: [String: JSON] {
        let shape = gateShape
        guard shape != .absent else { return [:] }
        let gates = PowerVerb.allCases.map { ($0.gate, gate(allowed: allows($0), shape: shape)) }
        return ["actions": .object(Dictionary(uniqueKeysWithValues: gates))]
    }

    private func gate(allowed: Bool, shape: GateShape) -> JSON {
        switch shape {
        case .boolean, .deniedBoolean: .bool(allowed)
        case .malformed: "perhaps"
        case .object, .denied, .absent:
            [
                "allowed": .bool(allowed),
                "reason": allowed ? .null : "The VPS is not in a state for this action.",
                "code": allowed ? .null : "vps_not_ready",
            ]
        }
    }

    private func fault<Value>(_ select: (Fault) -> Value?) -> Value? {
        faults.strike(vps: guest.id, endpoint: endpoint, select)
    }
}

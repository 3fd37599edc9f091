import Engine

/// One body that speaks of one VPS, from whichever endpoint: all of them share these members.
struct VPSBody {
    let json: JSON
    /// The endpoint, as evidence names it.
    let source: String
    let requestID: String?

    /// The id it names; one that is no text is given as it stands, so that it can equal no target's.
    var id: String? { json.present("id").map { $0.text?.printable(limit: 128) ?? $0.summary(limit: 80) } }
    var powerState: PowerState? { PowerState(member: json["powerState"]) }
    var serviceStatus: ServiceStatus? { ServiceStatus(member: json["serviceStatus"]) }
    var primaryIP: String? { json.present("primaryIp")?.text?.printable(limit: 60) }
    var uptimeSeconds: Int64? { json["uptimeSeconds"]?.double.flatMap { Int64(exactly: $0.rounded(.down)) } }
    var pendingTasks: PendingTasks { PendingTasks(member: json["pendingTasks"]) }
    var gates: [ActionGate] { ActionGate.gates(in: json, source: source) }

    var status: StatusReading {
        StatusReading(
            id: id,
            powerState: powerState,
            uptimeSeconds: uptimeSeconds,
            pendingTasks: pendingTasks,
            cpuUsagePercent: json["cpuUsagePercent"]?.double,
            memoryUsagePercent: json["memory"]?["usagePercent"]?.double,
            requestID: requestID
        )
    }

    var reading: VPSReading {
        VPSReading(
            id: id,
            name: json.present("name")?.text?.printable(limit: 120),
            primaryIP: primaryIP,
            serviceStatus: serviceStatus,
            powerState: powerState,
            operatingSystem: json["operatingSystem"]?.present("displayName")?.text?.printable(limit: 80),
            gates: gates,
            requestID: requestID
        )
    }
}

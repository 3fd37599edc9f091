import Web

/// What a daemon says of itself, its targets and its incidents: `defib status --json`, in the HTTP API's own shapes.
struct StatusPicture: Encodable {
    var status: StatusView
    /// All, or those that most need a person.
    var targets: [TargetView]
    /// All open, and the last few that are over.
    var incidents: [IncidentView]

    private static let recent = 5

    /// - Parameter most: targets; nil: all, in the order of the configuration.
    init(_ door: DaemonDoor, most: Int?) throws(Trouble) {
        status = try door.ask { client throws(ControlError) in try client.status() }
        targets = try door.ask { client throws(ControlError) in
            if let most { try client.targets(worst: most) } else { try client.targets() }
        }
        let all = try door.ask { client throws(ControlError) in try client.incidents() }
        incidents = all.filter { !$0.isOver } + all.filter(\.isOver).prefix(StatusPicture.recent)
    }

    var hasFindings: Bool {
        incidents.contains { !$0.isOver } || status.notReady != nil || status.distrust != nil
            || status.journalFault != nil || status.configurationFault != nil
            || status.heartbeat.map { $0.reason != nil || $0.fault != nil } ?? false
    }
}

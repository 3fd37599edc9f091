import Engine

extension Inspection {
    /// Puts together what the bodies say, in the order read, each beside the others: the gates judge, not the reader.
    init(startedAt: Timestamp, bodies: [VPSBody], live: VPSBody, maintenance: VPSBody) {
        self.init(startedAt: startedAt)
        let all = bodies + [maintenance]
        ids = all.compactMap(\.id)
        powerStates = bodies.compactMap(\.powerState)
        serviceStatus = Inspection.worst(of: bodies.compactMap(\.serviceStatus))
        uptimeSeconds = live.uptimeSeconds
        primaryIP = bodies.lazy.compactMap(\.primaryIP).first
        pendingTasks = Inspection.merged(live: live.pendingTasks, others: bodies.map(\.pendingTasks))
        self.maintenance = MaintenanceReading(maintenance.json)
        gates = bodies.flatMap(\.gates)
        requestIDs = all.compactMap(\.requestID)
    }

    /// Two endpoints that disagree must not let the milder word win.
    private static func worst(of statuses: [ServiceStatus]) -> ServiceStatus? {
        statuses.first { $0 != .active } ?? statuses.first
    }

    /// Only the live status can say idle; work under way counts wherever it is named.
    private static func merged(live: PendingTasks, others: [PendingTasks]) -> PendingTasks {
        let isBusy: (PendingTasks) -> Bool = { tasks in
            switch tasks {
            case .busy: true
            case .idle, .absent: false
            }
        }
        return others.first(where: isBusy) ?? live
    }
}

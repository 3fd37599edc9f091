/// What a sequence of records leaves behind: the very state a journal gives back after a crash, without a journal.
public struct RecordFold: Sendable {
    private var incidents: [Int64: IncidentRecord] = [:]
    private var actions: [Int64: ActionRecord] = [:]
    private var proofs: [ProbeKey: ProofRecord] = [:]
    private var notifications: [DeliveryKey: NotificationRecord] = [:]
    private var silences: [Int64: SilenceRecord] = [:]
    private var boots: [BootKey: BootRecord] = [:]
    private var trust: [String: TrustRecord] = [:]
    private var discoveries: [VPSID: DiscoveryRecord] = [:]
    private var pause: PauseRecord?
    private var latch: LatchRecord?
    private var lastDecisionID: Int64 = 0
    private var newest: Timestamp?

    private struct ProbeKey: Hashable {
        var vps: VPSID
        var probe: String
    }

    private struct DeliveryKey: Hashable {
        var id: Int64
        var receiver: String
    }

    private struct BootKey: Hashable {
        var vps: VPSID
        var began: Timestamp
    }

    public init() {}

    public mutating func take(_ record: Record) {
        newest = max(newest ?? record.newestTime, record.newestTime)
        switch record {
        case .proof(let proof): proofs[ProbeKey(vps: proof.vps, probe: proof.probe)] = proof
        case .incident(let incident): incidents[incident.id] = incident
        case .action(let action): actions[action.id] = action
        case .decision(let decision): lastDecisionID = max(lastDecisionID, decision.id)
        case .notification(let row):
            notifications[DeliveryKey(id: row.notification.id, receiver: row.receiver)] = row
        case .pause(let record): pause = record
        case .silence(let silence): silences[silence.id] = silence
        case .latch(let record): latch = record
        case .boot(let boot): boots[BootKey(vps: boot.vps, began: boot.began)] = boot
        case .trust(let record): trust[record.rule] = record
        case .discovery(let record): discoveries[record.vps] = record
        }
    }

    public func recovered() -> Recovered {
        let actionsSince = (newest ?? .distantPast) - Recovered.actionsBack
        let incidentsSince = (newest ?? .distantPast) - Recovered.incidentsBack
        let ordered = incidents.values.sorted { $0.id < $1.id }
        return Recovered(
            incidents: ordered.filter { !$0.state.isOver },
            actions: actions.values.filter { $0.state.isOpen || $0.intendedAt >= actionsSince }.sorted {
                $0.id < $1.id
            },
            proofs: proofs.values.sorted { ($0.vps.text, $0.probe) < ($1.vps.text, $1.probe) },
            notifications: notifications.values.filter { $0.state == .pending }
                .sorted { ($0.notification.id, $0.receiver) < ($1.notification.id, $1.receiver) },
            told: [NotificationRecord].told(of: incidents, in: notifications.values.map(\.self)),
            pause: pause,
            silences: silences.values.filter { $0.endedAt == nil }.sorted { $0.id < $1.id },
            latch: latch,
            boots: latestBoots(),
            trust: trust.values.filter(\.isDisarmed).sorted { $0.rule < $1.rule },
            discoveries: discoveries.values.filter { !$0.isRetired }.sorted { $0.vps.text < $1.vps.text },
            endedIncidents: ordered.filter { $0.state.isOver && ($0.endedAt ?? $0.openedAt) >= incidentsSince },
            lastIncidentID: incidents.keys.max() ?? 0,
            lastActionID: actions.keys.max() ?? 0,
            lastDecisionID: lastDecisionID,
            lastNotificationID: notifications.keys.map(\.id).max() ?? 0,
            lastSilenceID: silences.keys.max() ?? 0,
            newestRow: newest
        )
    }

    private func latestBoots() -> [BootRecord] {
        var kept: [BootRecord] = []
        var counts: [VPSID: Int] = [:]
        for boot in boots.values.sorted(by: { ($0.began, $0.vps.text) > ($1.began, $1.vps.text) }) {
            counts[boot.vps, default: 0] += 1
            if counts[boot.vps, default: 0] <= Recovered.bootsKept { kept.append(boot) }
        }
        return kept.reversed()
    }
}

extension [NotificationRecord] {
    /// The last that reached each receiver of each incident that is not over, by id.
    static func told(of incidents: [Int64: IncidentRecord], in rows: [NotificationRecord]) -> [NotificationRecord] {
        let arrived = rows.filter { row in
            guard row.state == .delivered, let incident = row.notification.incident else { return false }
            return incidents[incident].map { !$0.state.isOver } ?? false
        }
        return arrived.latestByReceiver
    }

    /// By id.
    public var latestByReceiver: [NotificationRecord] {
        var latest: [String: [String: NotificationRecord]] = [:]
        for row in self {
            let known = latest[row.receiver]?[row.notification.key]?.notification.id ?? .min
            if row.notification.id >= known { latest[row.receiver, default: [:]][row.notification.key] = row }
        }
        return latest.values.flatMap(\.values).sorted {
            ($0.notification.id, $0.receiver) < ($1.notification.id, $1.receiver)
        }
    }
}

extension Record {
    /// The latest time the record tells of what has been; a deadline ahead is none.
    public var newestTime: Timestamp {
        switch self {
        case .proof(let proof): proof.at
        case .incident(let incident): incident.endedAt ?? incident.openedAt
        case .action(let action): action.endedAt ?? action.answeredAt ?? action.intendedAt
        case .decision(let decision): decision.at
        case .notification(let record): record.notification.endsAt ?? record.notification.startsAt
        case .pause(let pause): pause.at
        case .silence(let silence): silence.endedAt ?? silence.at
        case .latch(let latch): latch.at
        case .boot(let boot): boot.began + (boot.took ?? .zero)
        case .trust(let trust): trust.at
        case .discovery(let discovery): discovery.at
        }
    }
}

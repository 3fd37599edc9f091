import Engine
import Exposition
import HostUp
import Journal
import Logging
import Probes
import Web

/// Answers readers and operators: what is now from the engine between two steps, what was from the journal.
struct FrontDesk: DaemonFacade {
    let parts: DaemonParts
    let replies: Replies
    let journal: JournalDesk
    let loop: EngineLoop
    let reloader: Reloader
    let version: String
    let startedAt: Timestamp
    private let shelf = LabelShelf()

    private static let incidentsShown = 100
    private static let actionsShown = 1_000

    init(
        parts: DaemonParts,
        replies: Replies,
        journal: JournalDesk,
        loop: EngineLoop,
        reloader: Reloader,
        version: String
    ) {
        self.parts = parts
        self.replies = replies
        self.journal = journal
        self.loop = loop
        self.reloader = reloader
        self.version = version
        startedAt = parts.clock.now()
    }

    func metrics(_ format: ExpositionFormat) async -> Parts {
        MetricsPage(
            view: await view(),
            rows: await fleet.read(FleetRows()) { rows, slice in rows.append(slice, shelf) },
            counted: parts.meters.current,
            usage: parts.provider.usage,
            receivers: parts.receivers.names,
            process: .current(),
            version: version,
            heartbeat: parts.heartbeat.report
        ).parts(format)
    }

    func health() async -> ServiceCondition {
        let silence = loop.silence(at: parts.clock.now())
        return silence < WatchdogMeter.stuck ? .good : .bad("the engine's loop has not come round for \(silence)")
    }

    /// Listeners answer only once everything behind them is up.
    func readiness() async -> ServiceCondition {
        if let fault = parts.meters.journalFault { return .bad("the journal can't be written: \(fault)") }
        return await health()
    }

    func status() async throws(FacadeFailure) -> StatusView {
        let counted = parts.meters.current
        return StatusView(
            await view(),
            targets: await fleet.count(),
            version: version,
            startedAt: startedAt,
            now: parts.clock.now(),
            configurationFault: reloader.fault,
            journalFault: counted.journalFault,
            heartbeat: HeartbeatView(parts.heartbeat.report)
        )
    }

    func targets() async throws(FacadeFailure) -> Views<TargetView> {
        SliceViews(await slices(), TargetView.init)
    }

    func worstTargets(_ limit: Int) async throws(FacadeFailure) -> [TargetView] {
        await fleet.worst(limit).map(TargetView.init)
    }

    func discoveryGroups() async throws(FacadeFailure) -> Views<DiscoveryGroup> {
        SliceViews(await slices(), DiscoveryGroup.init)
    }

    func incidents() async throws(FacadeFailure) -> [IncidentView] {
        let (incidents, actions) = try await read { journal throws(JournalError) in
            let incidents = try journal.incidents(limit: FrontDesk.incidentsShown)
            return (incidents, try journal.actions(limit: FrontDesk.actionsShown))
        }
        return incidents.map { incident in
            IncidentView(incident, actions: actions.filter { $0.incident == incident.id })
        }
    }

    func decisions(limit: Int) async throws(FacadeFailure) -> [DecisionView] {
        try await read { journal throws(JournalError) in try journal.decisions(limit: limit) }.reversed()
            .map(DecisionView.init)
    }

    // MARK: Operators

    func reload() async -> ReloadReply {
        let errors = reloader.reload()
        return ReloadReply(isReloaded: errors == nil, diagnostics: errors.map { [$0] } ?? [])
    }

    func pause(_ request: PauseRequest) async throws(FacadeFailure) -> StatusView {
        parts.queue.post(.operatorPaused(by: request.by, reason: request.reason))
        parts.log.notice("paused by \(request.by): \(request.reason)")
        return try await status()
    }

    func resume(_ request: ResumeRequest) async throws(FacadeFailure) -> StatusView {
        parts.queue.post(.operatorResumed(by: request.by))
        parts.log.notice("resumed by \(request.by)")
        return try await status()
    }

    func close(_ request: CloseRequest) async throws(FacadeFailure) -> IncidentView {
        guard var incident = await openIncident(request.incident) else {
            throw .notFound("no incident \(request.incident) is open")
        }
        parts.queue.post(.operatorClosedIncident(request.incident, by: request.by))
        // The engine has taken the event once it answers the next question.
        _ = await view()
        incident.state = .closed
        incident.endedAt = parts.clock.now()
        incident.conclusion = "closed by \(request.by)"
        return IncidentView(incident, actions: [])
    }

    func power(_ request: PowerRequest) async throws(FacadeFailure) -> PowerReply {
        let reply = await replies.ask { [queue = parts.queue] number in
            queue.post(
                .operatorRequestedPower(
                    request: number,
                    request.action,
                    vps: request.vps,
                    by: request.by,
                    overrides: request.overrides
                )
            )
        }
        return PowerReply(reply)
    }

    // MARK: Sources

    var fleet: FleetReader { FleetReader(queue: parts.queue) }

    func view() async -> EngineView {
        await fleet.visit { engine, now in engine.view(now: now) }
    }

    func openIncident(_ id: Int64) async -> IncidentRecord? {
        await fleet.read([]) { found, slice in found += slice.incidents.filter { $0.id == id } }.first
    }

    private func slices() async -> [FleetSlice] {
        await fleet.read([]) { slices, slice in slices.append(slice) }
    }

    func read<Value: Sendable>(
        _ query: @escaping @Sendable (JournalReader) throws(JournalError) -> Value
    ) async throws(FacadeFailure) -> Value {
        do throws(JournalError) {
            return try await journal.read(query)
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

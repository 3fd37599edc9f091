import Engine
import Exposition
import Synchronization

@testable import Web

/// A daemon that says what a test tells it to, and remembers what operators asked.
final class ScriptedDaemon: DaemonFacade {
    let readinessNow: ServiceCondition
    let failure: FacadeFailure?
    let targetList: [TargetView]
    let incidentList: [IncidentView]
    /// How long it takes over the targets, for tests of what happens meanwhile.
    let delay: Duration
    /// Served as the metrics; nil: one short line.
    let page: CountedParts?
    /// One for each time the targets are asked for, before the delay.
    let targetRequests: AsyncStream<Void>
    private let targetRequest: AsyncStream<Void>.Continuation
    private let asked = Mutex<[String]>([])

    init(
        readiness: ServiceCondition = .good,
        failure: FacadeFailure? = nil,
        targets: [TargetView] = [.sample()],
        incidents: [IncidentView] = [.sample()],
        delay: Duration = .zero,
        page: CountedParts? = nil
    ) {
        readinessNow = readiness
        self.failure = failure
        targetList = targets
        incidentList = incidents
        self.delay = delay
        self.page = page
        (targetRequests, targetRequest) = AsyncStream.makeStream()
    }

    /// What operators asked, in order.
    var requests: [String] { asked.withLock { $0 } }

    func metrics(_ format: ExpositionFormat) async -> Parts {
        page?.makeIterator() ?? [Array("metrics as \(format)\n".utf8)].makeIterator()
    }
    func health() async -> ServiceCondition { .good }
    func readiness() async -> ServiceCondition { readinessNow }
    func status() async throws(FacadeFailure) -> StatusView { try unlessFailing(.sample()) }
    func targets() async throws(FacadeFailure) -> Views<TargetView> {
        targetRequest.yield()
        try? await Task.sleep(for: delay)
        return try unlessFailing(targetList).makeIterator()
    }
    func worstTargets(_ limit: Int) async throws(FacadeFailure) -> [TargetView] {
        asked.withLock { $0.append("worst \(limit)") }
        return Array(try unlessFailing(targetList).prefix(limit))
    }
    func discoveryGroups() async throws(FacadeFailure) -> Views<DiscoveryGroup> {
        try unlessFailing([.sample("web-1", "web"), .sample("db-1", "db")]).makeIterator()
    }
    func incidents() async throws(FacadeFailure) -> [IncidentView] { try unlessFailing(incidentList) }
    func decisions(limit: Int) async throws(FacadeFailure) -> [DecisionView] {
        asked.withLock { $0.append("decisions \(limit)") }
        return []
    }

    func reload() async -> ReloadReply {
        failure == nil
            ? ReloadReply(isReloaded: true, diagnostics: [])
            : ReloadReply(isReloaded: false, diagnostics: ["defib.yml:3:1: error: unknown key 'lisen'"])
    }
    func pause(_ request: PauseRequest) async throws(FacadeFailure) -> StatusView {
        asked.withLock { $0.append("pause by \(request.by): \(request.reason)") }
        return try unlessFailing(.sample())
    }
    func resume(_ request: ResumeRequest) async throws(FacadeFailure) -> StatusView {
        asked.withLock { $0.append("resume by \(request.by)") }
        return try unlessFailing(.sample())
    }
    func close(_ request: CloseRequest) async throws(FacadeFailure) -> IncidentView {
        asked.withLock { $0.append("close \(request.incident) by \(request.by)") }
        return try unlessFailing(.sample())
    }
    func acknowledge(_ request: AcknowledgeRequest) async throws(FacadeFailure) -> IncidentView {
        asked.withLock { $0.append("acknowledge \(request.incident) by \(request.by): \(request.note)") }
        return try unlessFailing(.sample())
    }
    func power(_ request: PowerRequest) async throws(FacadeFailure) -> PowerReply {
        asked.withLock { $0.append("\(request.action) \(request.vps) by \(request.by)") }
        let refusal = GateResult(gate: .storm, outcome: .refused, detail: "4 of 9 down, limit 3")
        return try unlessFailing(PowerReply(.refused([refusal])))
    }

    func silences() async throws(FacadeFailure) -> [SilenceView] { try unlessFailing([.sample()]) }
    func rules() async throws(FacadeFailure) -> [RuleView] { try unlessFailing([.sample()]) }
    func silence(_ request: SilenceRequest) async throws(FacadeFailure) -> SilenceView {
        asked.withLock { $0.append("silence \(request.match.names) for \(request.length) by \(request.by)") }
        return try unlessFailing(.sample())
    }
    func endSilence(_ request: EndSilenceRequest) async throws(FacadeFailure) -> SilenceView {
        asked.withLock { $0.append("end silence \(request.silence) by \(request.by)") }
        return try unlessFailing(.sample())
    }
    func unlatch(_ request: UnlatchRequest) async throws(FacadeFailure) -> StatusView {
        asked.withLock { $0.append("unlatch by \(request.by): \(request.reason)") }
        return try unlessFailing(.sample())
    }
    func judge(_ request: JudgeRequest) async throws(FacadeFailure) -> IncidentView {
        asked.withLock { $0.append("judge \(request.incident) \(request.wasRight) by \(request.by)") }
        return try unlessFailing(.sample())
    }
    func trust(_ request: TrustRequest) async throws(FacadeFailure) -> RuleView {
        asked.withLock { $0.append("trust \(request.rule) by \(request.by)") }
        return try unlessFailing(.sample())
    }

    private func unlessFailing<Value>(_ value: Value) throws(FacadeFailure) -> Value {
        if let failure { throw failure }
        return value
    }
}

/// A page of many parts, which counts those that were made.
final class CountedParts: Sendable {
    static let part = Array(String(repeating: "a line that is like all the others\n", count: 2_000).utf8)

    private let count: Int
    private let made = Mutex(0)

    init(_ count: Int) {
        self.count = count
    }

    var madeSoFar: Int { made.withLock { $0 } }
    var bytes: Int { count * CountedParts.part.count }

    func makeIterator() -> Iterator { Iterator(parts: self) }

    struct Iterator: IteratorProtocol, Sendable {
        let parts: CountedParts
        var position = 0

        mutating func next() -> [UInt8]? {
            guard position < parts.count else { return nil }
            position += 1
            parts.made.withLock { $0 += 1 }
            return CountedParts.part
        }
    }
}

extension DiscoveryGroup {
    static func sample(_ name: String, _ role: String) -> DiscoveryGroup {
        DiscoveryGroup(targets: ["203.0.113.7"], labels: ["name": name, "role": role, "__meta_defib_mode": "armed"])
    }
}

extension TargetView {
    static func sample(name: String = "web-1", reason: String? = "timed out") -> TargetView {
        TargetView(
            vps: "vps_1",
            name: name,
            labels: ["role": "web"],
            mode: "armed",
            origin: "configured",
            state: "handed_over",
            powerState: "running",
            incident: 7,
            budgetLeft: 2,
            probes: [
                ProbeView(
                    name: "http",
                    kind: "http",
                    state: "down",
                    reason: reason,
                    startedAt: "2026-04-27T12:34:56.000Z",
                    durationSeconds: 3,
                    streak: 12
                )
            ]
        )
    }
}

extension IncidentView {
    static func sample(detail: String? = nil) -> IncidentView {
        IncidentView(
            id: 7,
            target: TargetReference(vps: "vps_1", name: "web-1"),
            rule: "web-hung",
            state: "handed_over",
            firstFailureAt: "2026-04-27T12:33:56.000Z",
            openedAt: "2026-04-27T12:34:56.000Z",
            conclusion: "a sign of life: echo",
            actions: [
                ActionView(
                    id: 1,
                    incident: 7,
                    target: TargetReference(vps: "vps_1", name: "web-1"),
                    action: "restart",
                    state: "completed",
                    intendedAt: "2026-04-27T12:34:57.000Z",
                    detail: detail,
                    origin: "rule web-hung"
                )
            ]
        )
    }
}

extension SilenceView {
    static func sample() -> SilenceView {
        SilenceView(
            SilenceRecord(
                id: 3,
                match: Rule.Match(labels: [Label("role", "web")], names: ["web-1"]),
                by: "ann",
                reason: "kernel",
                at: .distantPast,
                until: Timestamp(milliseconds: 7_200_000)
            )
        )
    }
}

extension RuleView {
    static func sample() -> RuleView {
        let when = Condition(text: "signs_of_life", expression: .signsOfLife)
        let rule = Rule(
            name: "web-hung",
            when: when,
            holdFor: .seconds(60),
            ladder: [],
            recovery: .init(when: when, holdFor: .seconds(30))
        )
        return RuleView(rule, mode: .armed, distrust: nil, score: RuleScore(of: rule, incidents: [], actions: []))
    }
}

extension StatusView {
    static func sample() -> StatusView {
        StatusView(
            version: "0.1.0",
            mode: "armed",
            startedAt: "2026-04-27T12:00:00.000Z",
            now: "2026-04-27T12:35:00.000Z",
            targets: ["handed_over": 1],
            storm: StormView(isStorm: false, unresponsive: 1, threshold: 2),
            fleetBudgetLeft: 4,
            notificationsWaiting: 0
        )
    }
}

internal import Exposition
internal import HTTPTypes
internal import Hummingbird

/// What is served, and where.
struct Routes {
    /// Who is on the other end of a listener.
    enum Access: Hashable, Sendable {
        /// Anyone who reaches the port.
        case read
        /// The owner of the control socket.
        case control
    }

    let daemon: any DaemonFacade
    let access: Access
    private let turnstile = Turnstile()

    init(daemon: any DaemonFacade, access: Access) {
        self.daemon = daemon
        self.access = access
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Refusals(methods: Routes.methods))
        router.get("/", use: page)
        router.get("/metrics", use: metrics)
        router.get("/-/healthy") { _, _ in Answers.condition(await daemon.health(), good: "healthy") }
        router.get("/-/ready") { _, _ in Answers.condition(await daemon.readiness(), good: "ready") }
        addReads(to: router)
        addWrites(to: router)
        return router
    }

    /// Which methods each path takes, for the `Allow` of a 405.
    static let methods: [String: String] = {
        let reads =
            ["/", "/metrics", "/-/healthy", "/-/ready"]
            + ["status", "targets", "incidents", "decisions", "rules", "sd"].map(api)
        let writes =
            ["/-/reload"]
            + [
                "pause", "resume", "close", "acknowledge", "power", "silences/end", "unlatch", "rules/judge",
                "rules/trust",
            ].map(api)
        let both = [(api("silences"), "GET, HEAD, POST")]
        return Dictionary(
            reads.map { ($0, "GET, HEAD") } + writes.map { ($0, "POST") } + both,
            uniquingKeysWith: { first, _ in first }
        )
    }()

    private static func api(_ name: String) -> String { "/api/v1/\(name)" }

    private func addReads(to router: Router<BasicRequestContext>) {
        router.get("/api/v1/status") { _, _ in try Answers.json(try await daemon.status()) }
        router.get("/api/v1/targets", use: targets)
        router.get("/api/v1/incidents") { _, _ in
            try Answers.json(IncidentsEnvelope(incidents: try await daemon.incidents()))
        }
        router.get("/api/v1/sd") { request, _ in
            let place = try turnstile.enter()
            let query = try DiscoveryQuery(request.uri.queryParameters.map { (String($0.key), String($0.value)) })
            let groups = ListParts(query.answer(try await daemon.discoveryGroups()), opening: "[", closing: "]") {
                $0.write(to: &$1)
            }
            return Answers.parts(groups, type: "application/json", to: request, place)
        }
        router.get("/api/v1/silences") { _, _ in
            try Answers.json(SilencesEnvelope(silences: try await daemon.silences()))
        }
        router.get("/api/v1/rules") { _, _ in try Answers.json(RulesEnvelope(rules: try await daemon.rules())) }
        router.get("/api/v1/decisions") { request, _ in
            let limit = try Routes.number("limit", in: request) ?? 100
            return try Answers.json(DecisionsEnvelope(decisions: try await daemon.decisions(limit: limit)))
        }
    }

    private func addWrites(to router: Router<BasicRequestContext>) {
        let writes = router.group().add(middleware: OwnerOnly(access: access))
        writes.post("/-/reload") { _, _ in
            let reply = await daemon.reload()
            return try Answers.json(reply, reply.isReloaded ? .ok : .unprocessableContent)
        }
        writes.post("/api/v1/pause") { request, _ in
            try Answers.json(try await daemon.pause(try await Body.decode(PauseRequest.self, from: request)))
        }
        writes.post("/api/v1/resume") { request, _ in
            try Answers.json(try await daemon.resume(try await Body.decode(ResumeRequest.self, from: request)))
        }
        writes.post("/api/v1/close") { request, _ in
            try Answers.json(try await daemon.close(try await Body.decode(CloseRequest.self, from: request)))
        }
        writes.post("/api/v1/acknowledge") { request, _ in
            try Answers.json(
                try await daemon.acknowledge(try await Body.decode(AcknowledgeRequest.self, from: request))
            )
        }
        writes.post("/api/v1/power") { request, _ in
            let reply = try await daemon.power(try await Body.decode(PowerRequest.self, from: request))
            return try Answers.json(reply, reply.outcome == .sent ? .ok : .conflict)
        }
        addSilencesAndRules(to: writes)
    }

    private func addSilencesAndRules(to writes: RouterGroup<BasicRequestContext>) {
        writes.post("/api/v1/silences") { request, _ in
            try Answers.json(try await daemon.silence(try await Body.decode(SilenceRequest.self, from: request)))
        }
        writes.post("/api/v1/silences/end") { request, _ in
            try Answers.json(try await daemon.endSilence(try await Body.decode(EndSilenceRequest.self, from: request)))
        }
        writes.post("/api/v1/unlatch") { request, _ in
            try Answers.json(try await daemon.unlatch(try await Body.decode(UnlatchRequest.self, from: request)))
        }
        writes.post("/api/v1/rules/judge") { request, _ in
            try Answers.json(try await daemon.judge(try await Body.decode(JudgeRequest.self, from: request)))
        }
        writes.post("/api/v1/rules/trust") { request, _ in
            try Answers.json(try await daemon.trust(try await Body.decode(TrustRequest.self, from: request)))
        }
    }

    @Sendable private func metrics(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let place = try turnstile.enter()
        let format = ExpositionFormat.negotiated(accept: request.headers[.accept])
        return Answers.parts(await daemon.metrics(format), type: format.contentType, to: request, place)
    }

    /// All, or `?worst=` so many.
    @Sendable private func targets(_ request: Request, _: BasicRequestContext) async throws -> Response {
        if let worst = try Routes.number("worst", in: request) {
            return try Answers.json(TargetsEnvelope(targets: try await daemon.worstTargets(worst)))
        }
        let place = try turnstile.enter()
        let targets = ListParts(try await daemon.targets(), opening: "{\"targets\":[", closing: "]}") {
            $0.write(to: &$1)
        }
        return Answers.parts(targets, type: "application/json", to: request, place)
    }

    @Sendable private func page(_: Request, _: BasicRequestContext) async throws -> Response {
        let page = StatusPage(
            status: try await daemon.status(),
            targets: try await daemon.worstTargets(StatusPage.mostTargets),
            incidents: try await daemon.incidents()
        )
        return Answers.page(page.html)
    }

    private static let most = 1_000

    /// A parameter of the query; nil where it is absent.
    private static func number(_ name: String, in request: Request) throws -> Int? {
        guard let text = request.uri.queryParameters[name[...]] else { return nil }
        guard let number = Int(text), (1...most).contains(number) else {
            throw Refusal(.badRequest, "\(name) must be a number from 1 to \(most)")
        }
        return number
    }
}

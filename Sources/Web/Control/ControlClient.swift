/// The command line's way to the daemon: HTTP over the Unix socket in its data directory.
///
/// Calls block, each wait at most for the timeout: for commands, which have nothing else to do.
public struct ControlClient: Sendable {
    /// The socket's name in the data directory.
    public static let socketName = "control.sock"

    public let path: String
    private let timeoutMilliseconds: Int

    private static let maxAnswerBytes = 64 << 20

    public init(dataDirectory: String, timeoutMilliseconds: Int = 30_000) {
        path = dataDirectory + "/" + ControlClient.socketName
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    public func status() throws(ControlError) -> StatusView { try get("/api/v1/status") }
    public func targets() throws(ControlError) -> [TargetView] {
        let envelope: TargetsEnvelope = try get("/api/v1/targets")
        return envelope.targets
    }
    /// At most so many, what most needs a person first.
    public func targets(worst limit: Int) throws(ControlError) -> [TargetView] {
        let envelope: TargetsEnvelope = try get("/api/v1/targets?worst=\(limit)")
        return envelope.targets
    }
    public func incidents() throws(ControlError) -> [IncidentView] {
        let envelope: IncidentsEnvelope = try get("/api/v1/incidents")
        return envelope.incidents
    }
    public func decisions(limit: Int = 100) throws(ControlError) -> [DecisionView] {
        let envelope: DecisionsEnvelope = try get("/api/v1/decisions?limit=\(limit)")
        return envelope.decisions
    }
    public func silences() throws(ControlError) -> [SilenceView] {
        let envelope: SilencesEnvelope = try get("/api/v1/silences")
        return envelope.silences
    }
    public func rules() throws(ControlError) -> [RuleView] {
        let envelope: RulesEnvelope = try get("/api/v1/rules")
        return envelope.rules
    }

    public func pause(_ request: PauseRequest) throws(ControlError) -> StatusView {
        try post("/api/v1/pause", request)
    }
    public func resume(_ request: ResumeRequest) throws(ControlError) -> StatusView {
        try post("/api/v1/resume", request)
    }
    public func close(_ request: CloseRequest) throws(ControlError) -> IncidentView {
        try post("/api/v1/close", request)
    }
    public func acknowledge(_ request: AcknowledgeRequest) throws(ControlError) -> IncidentView {
        try post("/api/v1/acknowledge", request)
    }
    public func silence(_ request: SilenceRequest) throws(ControlError) -> SilenceView {
        try post("/api/v1/silences", request)
    }
    public func endSilence(_ request: EndSilenceRequest) throws(ControlError) -> SilenceView {
        try post("/api/v1/silences/end", request)
    }
    public func unlatch(_ request: UnlatchRequest) throws(ControlError) -> StatusView {
        try post("/api/v1/unlatch", request)
    }
    public func judge(_ request: JudgeRequest) throws(ControlError) -> IncidentView {
        try post("/api/v1/rules/judge", request)
    }
    public func trust(_ request: TrustRequest) throws(ControlError) -> RuleView {
        try post("/api/v1/rules/trust", request)
    }
    /// A refusal by the gates is a reply, not an error.
    public func power(_ request: PowerRequest) throws(ControlError) -> PowerReply {
        try post("/api/v1/power", request, replies: [200, 409])
    }
    /// A configuration that was not taken is a reply, not an error.
    public func reload() throws(ControlError) -> ReloadReply {
        try decode(exchange("POST", "/-/reload", body: []), replies: [200, 422])
    }

    private func get<Reply: Decodable>(_ target: String) throws(ControlError) -> Reply {
        try decode(exchange("GET", target, body: nil), replies: [200])
    }

    private func post<Reply: Decodable>(
        _ target: String,
        _ request: some Encodable,
        replies: [Int] = [200]
    ) throws(ControlError) -> Reply {
        guard let body = try? JSON.encode(request) else { throw .unintelligible("the request can't be written") }
        return try decode(exchange("POST", target, body: body), replies: replies)
    }

    private func exchange(_ method: String, _ target: String, body: [UInt8]?) throws(ControlError) -> HTTPAnswer {
        let connection = try UnixConnection(path: path, timeoutMilliseconds: timeoutMilliseconds)
        var head = "\(method) \(target) HTTP/1.1\r\nHost: defib\r\nConnection: close\r\n"
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        try connection.send(Array("\(head)\r\n".utf8) + (body ?? []))
        let bytes = try connection.receiveAll(limit: ControlClient.maxAnswerBytes)
        guard let answer = HTTPAnswer(bytes) else { throw .unintelligible("no whole HTTP response") }
        return answer
    }

    private func decode<Reply: Decodable>(_ answer: HTTPAnswer, replies: [Int]) throws(ControlError) -> Reply {
        if replies.contains(answer.status), let reply = try? JSON.decode(Reply.self, from: answer.body) { return reply }
        guard let refusal = try? JSON.decode(ErrorEnvelope.self, from: answer.body) else {
            throw .unintelligible("status \(answer.status)")
        }
        throw .refused(status: answer.status, message: refusal.error.message)
    }
}

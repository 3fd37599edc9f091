import FoundationEssentials

/// The faults of the API itself, around one request.
struct FaultInjection: Sendable {
    let world: World
    let route: Route
    let vps: String?

    /// What is done instead of serving the request; nil where it is served, late perhaps.
    func before(_ request: APIRequest) async -> Answer? {
        if let delay = strike({ if case .latency(let delay) = $0 { delay } else { nil } }) {
            try? await Task.sleep(for: delay)
        }
        return strike { fault in
            switch fault {
            case .hang(let time): .conduct(.staysSilent(time))
            case .status(let status, let retryAfter): problem(status, retryAfter: retryAfter, request)
            case .html: Self.errorPage
            case .notJSON: Answer(status: 200, headers: Self.json, body: .bytes(Array("{\"data\": [".utf8)))
            case .wrongShape: .json(200, ["data": "nothing of what was asked", "operation": 7, "id": false])
            case .huge(let count): Answer(status: 200, headers: Self.json, body: .huge(count))
            case .endless: Answer(status: 200, headers: Self.json, body: .endless)
            case .hangUp: .conduct(.hangsUp)
            case .latency, .truncated, .hangUpAfter, .gates, .pendingTasks, .maintenance, .powerState,
                .serviceStatus, .jobs, .uptimeFallsAtBoot, .agentSilent, .agentWithoutProcess:
                nil
            }
        }
    }

    /// What becomes of an answer after the request was served.
    func after(_ answer: Answer) -> Answer {
        if strike({ $0 == .hangUpAfter ? true : nil }) == true { return .conduct(.hangsUp) }
        guard case .bytes(let bytes) = answer.body, strike({ $0 == .truncated ? true : nil }) == true else {
            return answer
        }
        var broken = answer
        broken.body = .truncated(Array(bytes.prefix(bytes.count / 2)))
        return broken
    }

    private static let json = [(name: "Content-Type", value: "application/json")]

    private static let errorPage = Answer(
        status: 502,
        headers: [("Content-Type", "text/html")],
        body: .bytes(Array("<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>\n".utf8))
    )

    private func problem(_ status: Int, retryAfter: String?, _ request: APIRequest) -> Answer {
        let answer = Problem.injected(status: status).answer(isV1: route.isV1, path: request.path)
        guard status == 429 else { return retryAfter.map { answer.header("Retry-After", $0) } ?? answer }
        var limited = answer.header("Retry-After", retryAfter ?? "2")
        limited.headers += [
            ("X-RateLimit-Limit", "60"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", Identifiers.time(.now.addingTimeInterval(retryAfter.flatMap(Double.init) ?? 2))),
        ]
        return limited
    }

    private func strike<Value>(_ select: (Fault) -> Value?) -> Value? {
        world.faults.strike(vps: vps, endpoint: route.endpoint, select)
    }
}

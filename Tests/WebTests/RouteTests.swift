import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// What each path answers, in memory.
struct RouteTests {
    @Test func metricsAreNegotiated() async throws {
        let text = try await ask("/metrics")
        #expect(text.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(String(buffer: text.body) == "metrics as text\n")
        let open = try await ask("/metrics", headers: [.accept: "application/openmetrics-text;version=1.0.0"])
        #expect(open.headers[.contentType] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(String(buffer: open.body) == "metrics as openMetrics\n")
    }

    @Test func readinessGivesItsReason() async throws {
        #expect(try await ask("/-/ready").status == .ok)
        let daemon = ScriptedDaemon(readiness: .bad("probes are not scheduled"))
        let answer = try await ask("/-/ready", of: daemon)
        #expect(answer.status == .serviceUnavailable)
        #expect(String(buffer: answer.body) == "not ready: probes are not scheduled\n")
        #expect(try await ask("/-/healthy", of: daemon).status == .ok)
    }

    @Test func incidentsAreAsPromised() async throws {
        let answer = try await ask("/api/v1/incidents")
        #expect(answer.headers[.contentType] == "application/json")
        let target = "\"target\":{\"name\":\"web-1\",\"vps\":\"vps_1\"}"
        #expect(
            String(buffer: answer.body) == """
                {"incidents":[{"actions":[{"action":"restart","id":1,"incident":7,\
                "intendedAt":"2026-04-27T12:34:57.000Z","origin":"rule web-hung","state":"completed",\(target)}],\
                "conclusion":"a sign of life: echo","firstFailureAt":"2026-04-27T12:33:56.000Z","id":7,\
                "openedAt":"2026-04-27T12:34:56.000Z","rule":"web-hung","state":"handed_over",\(target)}]}
                """
        )
    }

    @Test func targetsAndStatusReadBackAsTheyWere() async throws {
        let targets = try await ask("/api/v1/targets")
        #expect(try JSON.decode(TargetsEnvelope.self, from: Array(buffer: targets.body)).targets == [.sample()])
        let status = try await ask("/api/v1/status")
        #expect(try JSON.decode(StatusView.self, from: Array(buffer: status.body)) == .sample())
    }

    @Test func targetsAreServedAsPrometheusDiscoversThem() async throws {
        let all = try await ask("/api/v1/sd")
        #expect(all.headers[.contentType] == "application/json")
        #expect(
            String(buffer: all.body) == """
                [{"labels":{"__meta_defib_mode":"armed","name":"web-1","role":"web"},"targets":["203.0.113.7"]},\
                {"labels":{"__meta_defib_mode":"armed","name":"db-1","role":"db"},"targets":["203.0.113.7"]}]
                """
        )
        let some = try await ask("/api/v1/sd?port=9100&match=role=web&match=name=web-1")
        let groups = try JSON.decode([DiscoveryGroup].self, from: Array(buffer: some.body))
        #expect(groups.map(\.targets) == [["203.0.113.7:9100"]])
        let none = try await ask("/api/v1/sd?match=role=web&match=name=db-1")
        #expect(String(buffer: none.body) == "[]")
    }

    @Test(arguments: [
        ("port=0", "port must be a number from 1 to 65535"), ("port=x", "port must be a number from 1 to 65535"),
        ("match=role", "match must be a label and its value, such as match=role=web"),
        ("match==web", "match must be a label and its value, such as match=role=web"),
        ("label=a", "there is no parameter 'label'; known are port and match"),
    ])
    func anUnknownQuestionForTargetsIsRefused(query: String, words: String) async throws {
        let answer = try await ask("/api/v1/sd?\(query)")
        #expect(answer.status == .badRequest)
        #expect(message(answer) == words)
    }

    @Test func theWorstTargetsCanBeAskedForAlone() async throws {
        let daemon = ScriptedDaemon(targets: [.sample(name: "a"), .sample(name: "b")])
        let answer = try await ask("/api/v1/targets?worst=1", of: daemon)
        #expect(try JSON.decode(TargetsEnvelope.self, from: Array(buffer: answer.body)).targets.map(\.name) == ["a"])
        #expect(daemon.requests == ["worst 1"])
        #expect(message(try await ask("/api/v1/targets?worst=0")) == "worst must be a number from 1 to 1000")
    }

    @Test func decisionsTakeALimit() async throws {
        let daemon = ScriptedDaemon()
        for query in ["", "?limit=1", "?limit=1000"] {
            #expect(try await ask("/api/v1/decisions\(query)", of: daemon).status == .ok)
        }
        #expect(daemon.requests == ["decisions 100", "decisions 1", "decisions 1000"])
        for query in ["?limit=0", "?limit=1001", "?limit=x", "?limit="] {
            let answer = try await ask("/api/v1/decisions\(query)", of: daemon)
            #expect(answer.status == .badRequest)
            #expect(message(answer) == "limit must be a number from 1 to 1000")
        }
    }

    @Test func anUnreadableJournalIsSaid() async throws {
        let daemon = ScriptedDaemon(failure: .unavailable("the journal can't be read"))
        for path in ["/", "/api/v1/status", "/api/v1/incidents"] {
            let answer = try await ask(path, of: daemon)
            #expect(answer.status == .serviceUnavailable)
            #expect(message(answer) == "the journal can't be read")
        }
    }

    @Test func anUnknownPathIsTold() async throws {
        for path in ["/nothing", "/api/v1", "/metrics/x", "/..%2fetc"] {
            let answer = try await ask(path)
            #expect(answer.status == .notFound)
            #expect(message(answer) == "nothing is served at this path")
        }
    }

    @Test func aWrongMethodIsToldTheRightOne() async throws {
        let answer = try await ask("/metrics", method: .post)
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.headers[.allow] == "GET, HEAD")
        #expect(message(answer) == "this path takes GET, HEAD")
        #expect(try await ask("/-/reload").headers[.allow] == "POST")
        #expect(try await ask("/", method: .delete).status == .methodNotAllowed)
    }

    @Test func everyPathIsKnownByItsMethods() async throws {
        for (path, methods) in Routes.methods {
            for method in methods.split(separator: ", ").compactMap({ HTTPRequest.Method(String($0)) }) {
                let answer = try await ask(path, method: method, access: .control)
                #expect(answer.status != .notFound && answer.status != .methodNotAllowed, "\(method) \(path)")
            }
        }
    }

    @Test func headHasTheLengthAndNoBody() async throws {
        let answer = try await ask("/metrics", method: .head)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentLength] == "16")
        #expect(answer.body.readableBytes == 0)
    }

    private func ask(
        _ path: String,
        method: HTTPRequest.Method = .get,
        of daemon: ScriptedDaemon = ScriptedDaemon(),
        access: Routes.Access = .read,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await Application(router: Routes(daemon: daemon, access: access).router()).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: headers)
        }
    }
}

/// The message of a refusal; nil for any other body.
func message(_ response: TestResponse) -> String? {
    try? JSON.decode(ErrorEnvelope.self, from: Array(buffer: response.body)).error.message
}

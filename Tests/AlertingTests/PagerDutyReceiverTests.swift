import Engine
import Testing
import Transfer

@testable import Alerting

/// The bytes that PagerDuty's Events API v2 takes, by its documentation.
struct PagerDutyReceiverTests {
    private let yes = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

    private func deliver(_ notification: Notification, answering answer: String) async throws -> (
        DeliveryOutcome, JSONValue
    ) {
        let server = try RecordingServer(answering: answer)
        let key = try TemporaryFile("R0UT1NGKEY0R0UT1NGKEY0R0UT1NGK32\n")
        defer { server.stop() }
        let receiver = PagerDutyReceiver(
            name: "pd",
            routingKeyFile: key.path,
            url: server.url + "/v2/enqueue",
            externalURL: "https://defib.example",
            transport: try TransferLoop(),
            clock: noon
        )
        let outcome = await receiver.deliver(notification)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /v2/enqueue HTTP/1.1\r\n"))
        #expect(request.header("content-type") == "application/json")
        return (outcome, try JSONValue(request.body))
    }

    @Test func anIncidentTriggersUnderItsKey() async throws {
        let (outcome, event) = try await deliver(try briefed(), answering: yes)
        #expect(outcome == .delivered)
        #expect(
            event.keys == ["client", "client_url", "dedup_key", "event_action", "links", "payload", "routing_key"]
        )
        #expect(event["routing_key"] == "R0UT1NGKEY0R0UT1NGKEY0R0UT1NGK32")
        #expect(event["event_action"] == "trigger")
        #expect(event["dedup_key"] == "vps_1/7")
        #expect(event["links"][0]["href"] == "https://defib.example/#incident-7")
        let payload = event["payload"]
        #expect(
            payload.keys == [
                "class", "component", "custom_details", "group", "severity", "source", "summary", "timestamp",
            ]
        )
        #expect(payload["severity"] == "critical")
        #expect(payload["source"] == "vps_1")
        #expect(payload["component"] == "web-1")
        #expect(payload["timestamp"] == "2026-04-27T12:34:56.500Z")
        #expect(payload["custom_details"]["diagnosis"] == "guest hung")
        #expect(payload["custom_details"]["provider requests"] == "restart req_9")
        #expect(payload["custom_details"]["label role"] == "web")
    }

    @Test func itsEndResolvesTheSameKey() async throws {
        let (_, event) = try await deliver(try resolved(), answering: yes)
        #expect(event["event_action"] == "resolve")
        #expect(event["dedup_key"] == "vps_1/7")
    }

    @Test(arguments: [
        ("page", "critical"), ("critical", "critical"), ("error", "error"), ("warning", "warning"), ("info", "info"),
        ("of my own", "warning"),
    ])
    func severitiesAreOnesItKnows(ours: String, theirs: String) throws {
        let event = PagerDutyEvent(try briefed { $0.severity = ours }, routingKey: "", externalURL: "")
        #expect(event.payload.severity == theirs)
    }

    @Test func whatIsTooLongIsCutByWholeCharactersAndVisibly() throws {
        let family = "👨‍👩‍👧‍👦"
        let event = PagerDutyEvent(
            try briefed {
                $0.summary = String(repeating: family, count: 2_000)
                $0.description = String(repeating: family, count: 100_000)
                $0.labels = (0..<1_000).map { Label("l\($0)", String(repeating: "å", count: 5_000)) }
                $0.key = String(repeating: "k", count: 1_000)
            },
            routingKey: "",
            externalURL: ""
        )
        #expect(event.payload.summary == String(repeating: family, count: 1_023) + "…")
        #expect(event.payload.customDetails["description"]?.hasSuffix(family + "…") == true)
        #expect(event.dedupKey.count <= 255)
        #expect(event.json.count < 512_000)
    }

    @Test func aKeyThatItDoesNotKnowIsRefusedWithoutRepeatingIt() async throws {
        let words = #"{"status":"invalid event","errors":["R0UT1NGKEY0R0UT1NGKEY0R0UT1NGK32 is no key"]}"#
        let answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: \(words.utf8.count)\r\n\r\n\(words)"
        let (outcome, _) = try await deliver(try briefed(), answering: answer)
        #expect(outcome == .refused(#"answered 400: {"status":"invalid event","errors":["… is no key"]}"#))
    }

    @Test func aYesOfSomethingElseIsNone() async throws {
        let (outcome, _) = try await deliver(try briefed(), answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(outcome == .failed("answered 200 rather than 202: not PagerDuty's answer", retryAfter: nil))
    }
}

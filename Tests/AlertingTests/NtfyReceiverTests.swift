import Engine
import Testing
import Transfer

@testable import Alerting

/// The bytes that ntfy's JSON publishing takes, by its documentation.
struct NtfyReceiverTests {
    private func deliver(
        _ notification: Notification,
        answering body: String = #"{"id":"sPs71M8A2T","time":1643935928,"event":"message","topic":"oncall-4711"}"#
    ) async throws -> (DeliveryOutcome, RecordingServer.Request) {
        let server = try RecordingServer(
            answering: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let file = try TemporaryFile("tk_secret\n")
        defer { server.stop() }
        let receiver = NtfyReceiver(
            name: "phone",
            url: server.url,
            topic: "oncall-4711",
            tokenFile: file.path,
            externalURL: "https://defib.example",
            transport: try TransferLoop(),
            clock: noon
        )
        return (await receiver.deliver(notification), try #require(server.requests.first))
    }

    @Test func aPageWakesThePhone() async throws {
        let (outcome, request) = try await deliver(try briefed())
        #expect(outcome == .delivered)
        #expect(request.head.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(request.header("authorization") == "Bearer tk_secret")
        let message = try JSONValue(request.body)
        #expect(message.keys == ["click", "message", "priority", "tags", "title", "topic"])
        #expect(message["topic"] == "oncall-4711")
        #expect(message["title"].text?.hasPrefix("web-1 needs you: down since 12:34 UTC, restart sent") == true)
        #expect(message["message"].text?.hasPrefix("web-1 (vps_1) down since 2026-04-27 12:34:56 UTC, for 5m.") == true)
        #expect(message["priority"] == 5)
        #expect(message["tags"] == .array(["rotating_light", "defib"]))
        #expect(message["click"] == "https://defib.example/#incident-7")
    }

    @Test func theEndWakesNobody() async throws {
        let message = try JSONValue(try await deliver(try resolved()).1.body)
        #expect(message["priority"] == 3)
        #expect(message["tags"][0] == "white_check_mark")
    }

    /// Beyond 4096 bytes it would make an attachment of the text.
    @Test func theTextIsNeverAnAttachment() throws {
        let long = NtfyMessage(
            try briefed { $0.description = String(repeating: "å", count: 9_000) },
            topic: "",
            externalURL: ""
        )
        #expect(long.message.utf8.count <= 4_096)
        #expect(long.message.hasSuffix("å…"))
        let whole = NtfyMessage(
            try briefed { $0.description = String(repeating: "å", count: 2_048) },
            topic: "",
            externalURL: ""
        )
        #expect(whole.message.utf8.count == 4_096)
    }

    @Test(arguments: ["<html>oncall-4711</html>", #"{"code":40301,"http":403,"error":"forbidden"}"#, ""])
    func aYesThatIsNotItsOwnIsNone(body: String) async throws {
        guard case .failed(let words, nil) = try await deliver(try briefed(), answering: body).0 else {
            Issue.record("it was taken for a delivery")
            return
        }
        #expect(words.hasPrefix("answered 200, but not as ntfy does:"))
        #expect(!words.contains("oncall-4711"))
    }
}

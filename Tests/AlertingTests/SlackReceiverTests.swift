import Engine
import Testing
import Transfer

@testable import Alerting

/// The bytes that Slack's incoming webhooks take, by its documentation.
struct SlackReceiverTests {
    private func deliver(
        _ notification: Notification,
        answering body: String = "ok",
        status: Int = 200
    ) async throws -> (DeliveryOutcome, JSONValue) {
        let server = try RecordingServer(
            answering: "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let file = try TemporaryFile(server.url + "/services/T000/B000/XXXXXXXXXXXX\n")
        defer { server.stop() }
        let receiver = SlackReceiver(
            name: "chat",
            urlFile: file.path,
            externalURL: "https://defib.example",
            transport: try TransferLoop(),
            clock: noon
        )
        let outcome = await receiver.deliver(notification)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /services/T000/B000/XXXXXXXXXXXX HTTP/1.1\r\n"))
        return (outcome, try JSONValue(request.body))
    }

    @Test func aMessageHasATextForTheLockScreenAndTheRestInColour() async throws {
        let (outcome, message) = try await deliver(try briefed())
        #expect(outcome == .delivered)
        #expect(message.keys == ["attachments", "text"])
        let headline =
            "web-1 needs you: down since 12:34 UTC, restart sent; guest hung; reset refused: storm: 4 of 10 &amp; more"
        #expect(message["text"] == .text(":rotating_light: *\(headline)*"))
        let attachment = message["attachments"][0]
        #expect(attachment["color"] == "#d40e0d")
        #expect(attachment["fallback"] == .text(headline))
        #expect(attachment["blocks"][0]["type"] == "section")
        #expect(attachment["blocks"][0]["text"]["type"] == "mrkdwn")
        #expect(attachment["blocks"][0]["text"]["text"].text?.hasPrefix("web-1 (vps_1) down since 2026-04-27") == true)
        #expect(attachment["blocks"][1]["type"] == "context")
        #expect(
            attachment["blocks"][1]["elements"][0]["text"]
                == "<https://defib.example/#incident-7|Open in Defib>  ·  vps_1/7"
        )
    }

    @Test func theEndIsGreen() async throws {
        let (_, message) = try await deliver(try resolved())
        #expect(message["text"].text?.hasPrefix(":white_check_mark:") == true)
        #expect(message["attachments"][0]["color"] == "#2eb67d")
    }

    @Test func noTextIsLongerThanSlackTakes() throws {
        let message = SlackMessage(
            try briefed { $0.description = String(repeating: "<&>", count: 3_000) },
            externalURL: ""
        )
        let text = message.attachments.first?.blocks.first?.text?.text ?? ""
        #expect(text.count <= 3_000)
        #expect(text.hasSuffix(";…"))
        #expect(text.hasPrefix("&lt;&amp;&gt;"))
    }

    @Test(
        arguments: [
            ("invalid_payload", DeliveryOutcome.refused("answered 200, but said 'invalid_payload'")),
            ("channel_is_archived", .refused("answered 200, but said 'channel_is_archived'")),
            ("rollup_error", .failed("answered 200, but said 'rollup_error'", retryAfter: nil)),
            ("<html>sign in</html>", .failed("answered 200, but said '<html>sign in</html>'", retryAfter: nil)),
            ("", .failed("answered 200, but said ''", retryAfter: nil)),
        ] as [(String, DeliveryOutcome)]
    )
    func aYesThatIsAComplaintIsNone(body: String, outcome: DeliveryOutcome) async throws {
        #expect(try await deliver(try briefed(), answering: body).0 == outcome)
    }

    @Test func theURLIsRepeatedNowhere() async throws {
        let (outcome, _) = try await deliver(
            try briefed(),
            answering: "no /services/T000/B000/XXXXXXXXXXXX",
            status: 404
        )
        #expect(outcome == .refused("answered 404: no …"))
    }

    @Test func theURLDoesNotCrossANetworkInTheClear() async throws {
        let file = try TemporaryFile("http://hooks.slack.example/services/XXXXXXXXXXXX")
        let receiver = SlackReceiver(name: "chat", urlFile: file.path, externalURL: "", transport: try TransferLoop())
        let words = "the URL in \(file.path) does not begin with https://"
        #expect(await receiver.deliver(try briefed()) == .failed(words, retryAfter: nil))
    }
}

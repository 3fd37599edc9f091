import Alerting
import Engine
import Glibc
import Testing
import Transfer

/// Deliveries to a real receiver over a real loop.
struct WebhookReceiverTests {
    private let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    @Test func aNotificationIsPostedAsJSON() async throws {
        let server = try RecordingServer()
        defer { server.stop() }
        let receiver = receiver(server.url + "/hook?x=1", headers: [("X-Team", "night shift")])
        #expect(await receiver.deliver(try firing()) == .delivered)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /hook?x=1 HTTP/1.1\r\n"))
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("x-team") == "night shift")
        #expect(request.header("authorization") == nil)
        #expect(try JSONShape(of: request.body)["alerts"] != nil)
    }

    @Test func theTokenIsReadAnewForEachAttempt() async throws {
        let server = try RecordingServer()
        let file = try TemporaryFile("first\n")
        defer { server.stop() }
        let receiver = receiver(server.url, bearerTokenFile: file.path)
        #expect(await receiver.deliver(try firing()) == .delivered)
        try file.write("  second  ")
        #expect(await receiver.deliver(try firing()) == .delivered)
        #expect(server.requests.map { $0.header("authorization") } == ["Bearer first", "Bearer second"])
    }

    @Test(arguments: [
        ("", "is empty"), (" \n", "is empty"), ("two words", "holds more than one printable word"),
        ("tøken", "holds more than one printable word"),
        (String(repeating: "a", count: 5_000), "is longer than 4096 bytes"),
    ])
    func anUnusableTokenSendsNothing(content: String, complaint: String) async throws {
        let server = try RecordingServer()
        let file = try TemporaryFile(content)
        defer { server.stop() }
        let outcome = await receiver(server.url, bearerTokenFile: file.path).deliver(try firing())
        #expect(outcome == .failed("token file \(file.path) \(complaint)", retryAfter: nil))
        #expect(server.requests.isEmpty)
    }

    @Test func aMissingTokenFileSendsNothing() async throws {
        let outcome = await receiver("http://127.0.0.1:1", bearerTokenFile: "/nowhere/token").deliver(try firing())
        #expect(outcome == .failed("token file /nowhere/token can't be read", retryAfter: nil))
    }

    @Test(
        arguments: [
            (200, "", DeliveryOutcome.delivered), (202, "", .delivered), (204, "", .delivered),
            (429, "Retry-After: 30\r\n", .failed("answered 429: no", retryAfter: .seconds(30))),
            (503, "Retry-After: 9999999\r\n", .failed("answered 503: no", retryAfter: .hours(24))),
            // A date counts from the answer's own, or else from our clock, which stands at 12:34:56 on 27 April 2026.
            (
                503, "Date: Wed, 21 Oct 2026 07:27:15 GMT\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n",
                .failed("answered 503: no", retryAfter: .seconds(45))
            ),
            (
                503, "Retry-After: Mon, 27 Apr 2026 12:35:56 GMT\r\n",
                .failed("answered 503: no", retryAfter: .milliseconds(59_500))
            ),
            (503, "Retry-After: Mon, 27 Apr 2015 12:35:56 GMT\r\n", .failed("answered 503: no", retryAfter: .zero)),
            (503, "Retry-After: tomorrow\r\n", .failed("answered 503: no", retryAfter: nil)),
            (503, "Retry-After: -1\r\n", .failed("answered 503: no", retryAfter: nil)),
            (500, "", .failed("answered 500: no", retryAfter: nil)),
            (408, "", .failed("answered 408: no", retryAfter: nil)),
            (400, "", .refused("answered 400: no")), (401, "", .refused("answered 401: no")),
            (404, "", .refused("answered 404: no")),
            (
                302, "Location: http://127.0.0.1/\r\n",
                .refused("answered 302: no; redirects are not followed, configure the final URL")
            ),
        ] as [(Int, String, DeliveryOutcome)]
    )
    func answersMapToOutcomes(status: Int, headers: String, outcome: DeliveryOutcome) async throws {
        let body = status == 204 ? "" : "no"
        let server = try RecordingServer(
            answering: "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        defer { server.stop() }
        #expect(await receiver(server.url).deliver(try firing()) == outcome)
    }

    @Test func aTalkativeYesIsAYes() async throws {
        let essay = String(repeating: "x", count: 200_000)
        let server = try RecordingServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n\(essay)")
        defer { server.stop() }
        #expect(await receiver(server.url).deliver(try firing()) == .delivered)
    }

    @Test func nobodyThereIsWorthAnotherAttempt() async throws {
        let server = try RecordingServer()
        let url = server.url
        server.stop()
        guard case .failed(let words, nil) = await receiver(url).deliver(try firing()) else {
            Issue.record("it was delivered to nobody")
            return
        }
        #expect(words.contains("connection refused"))
    }

    /// The receiver repeats everything it was sent; the error repeats none of it.
    @Test func secretsAreInNoError() async throws {
        let secrets = ["hunter22", "T0KEN-in-path", "s3cret-query", "bearer-token", "header-value"]
        let echo = secrets.joined(separator: " ") + " \u{7}and\nmore"
        let server = try RecordingServer(
            answering: "HTTP/1.1 500 X\r\nContent-Length: \(echo.utf8.count)\r\n\r\n\(echo)"
        )
        let file = try TemporaryFile("bearer-token")
        defer { server.stop() }
        let url = "http://ann:hunter22@127.0.0.1:\(server.port)/services/T0KEN-in-path?key=s3cret-query"
        let receiver = receiver(url, bearerTokenFile: file.path, headers: [("X-Key", "header-value")])
        #expect(await receiver.deliver(try firing()) == .failed("answered 500: … … … … …  and more", retryAfter: nil))

        let down = self.receiver(url.replacing(String(server.port), with: "1"), bearerTokenFile: file.path)
        guard case .failed(let words, _) = await down.deliver(try firing()) else {
            Issue.record("it was delivered to nobody")
            return
        }
        for secret in secrets { #expect(!words.contains(secret)) }
    }

    /// What a receiver does to know a body for ours, with a program that shares no code with us.
    @Test func theSignatureIsWhatOpenSSLMakesOfTheSecret() async throws {
        let server = try RecordingServer()
        let (secret, body) = (try TemporaryFile("s3cret-of-both\n"), try TemporaryFile(""))
        defer { server.stop() }
        #expect(await receiver(server.url, secretFile: secret.path).deliver(try firing()) == .delivered)
        let request = try #require(server.requests.first)
        try body.write("1777293296." + String(decoding: request.body, as: UTF8.self))
        let said = try RunningProgram.output([
            "openssl", "dgst", "-sha256", "-hmac", "s3cret-of-both", "-r", body.path,
        ])
        #expect(request.header("x-defib-signature") == "t=1777293296,v1=\(said.prefix(64))")
    }

    private func receiver(
        _ url: String,
        bearerTokenFile: String? = nil,
        secretFile: String? = nil,
        headers: [(name: String, value: String)] = []
    ) -> WebhookReceiver {
        WebhookReceiver(
            name: "oncall",
            url: url,
            bearerTokenFile: bearerTokenFile,
            secretFile: secretFile,
            headers: headers,
            deadline: 5_000,
            externalURL: "http://127.0.0.1:9753",
            transport: loop,
            clock: noon
        )
    }
}

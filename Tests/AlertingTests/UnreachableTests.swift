import Alerting
import Engine
import Testing
import Transfer

/// Peers that hang, vanish or can't be trusted: the same for every receiver over HTTP.
struct UnreachableTests {
    enum Kind: CaseIterable {
        case webhook, alertmanager, pagerDuty, slack, ntfy
    }

    private let secret: TemporaryFile
    private let loop: TransferLoop

    init() throws {
        secret = try TemporaryFile("s3cret-of-ours")
        loop = try TransferLoop()
    }

    private func deliver(to kind: Kind, at url: String, deadline: Int = 5_000) async throws -> DeliveryOutcome {
        let address = try TemporaryFile(url + "/services/s3cret-of-ours")
        let receiver: any Receiver =
            switch kind {
            case .webhook:
                WebhookReceiver(
                    name: "r",
                    url: url,
                    bearerTokenFile: secret.path,
                    deadline: deadline,
                    externalURL: "",
                    transport: loop
                )
            case .alertmanager:
                AlertmanagerReceiver(
                    name: "r",
                    url: url,
                    bearerTokenFile: secret.path,
                    deadline: deadline,
                    externalURL: "",
                    transport: loop
                )
            case .pagerDuty:
                PagerDutyReceiver(
                    name: "r",
                    routingKeyFile: secret.path,
                    url: url,
                    deadline: deadline,
                    externalURL: "",
                    transport: loop
                )
            case .slack:
                SlackReceiver(name: "r", urlFile: address.path, deadline: deadline, externalURL: "", transport: loop)
            case .ntfy:
                NtfyReceiver(
                    name: "r",
                    url: url,
                    topic: "topic",
                    tokenFile: secret.path,
                    deadline: deadline,
                    externalURL: "",
                    transport: loop
                )
            }
        return await receiver.deliver(try briefed())
    }

    @Test(arguments: Kind.allCases)
    func onePeerHangs(kind: Kind) async throws {
        let server = try SilentServer()
        guard
            case .failed(let words, nil) = try await deliver(
                to: kind,
                at: "http://127.0.0.1:\(server.port)",
                deadline: 300
            )
        else {
            Issue.record("it was delivered")
            return
        }
        #expect(words.hasPrefix("no answer within 300 ms"))
    }

    @Test(arguments: Kind.allCases)
    func onePeerClosesTheConnection(kind: Kind) async throws {
        let server = try RecordingServer(answering: "")
        defer { server.stop() }
        guard case .failed(let words, nil) = try await deliver(to: kind, at: server.url) else {
            Issue.record("it was delivered")
            return
        }
        #expect(words.contains("closed the connection without an answer"))
    }

    @Test(arguments: Kind.allCases)
    func onePeerIsBusyAndSaysForHowLong(kind: Kind) async throws {
        let server = try RecordingServer(
            answering: "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 14\r\n\r\ns3cret-of-ours"
        )
        defer { server.stop() }
        #expect(try await deliver(to: kind, at: server.url) == .failed("answered 429: …", retryAfter: .hours(1)))
    }

    @Test(arguments: Kind.allCases)
    func onePeerShowsACertificateOfNobodyWeTrust(kind: Kind) async throws {
        let certificate = try Certificate()
        let free = try RecordingServer()
        free.stop()
        let server = try RunningProgram([
            "openssl", "s_server", "-accept", "127.0.0.1:\(free.port)", "-cert", certificate.file, "-key",
            certificate.key, "-www",
        ])
        defer { server.end() }
        try await wait(for: "openssl") {
            let request = TransferRequest(url: "tcp://127.0.0.1:\(free.port)", deadline: 1_000)
            return (try? await loop.perform(request)) != nil
        }
        let outcome = try await deliver(to: kind, at: "https://127.0.0.1:\(free.port)")
        guard case .failed(let words, nil) = outcome else {
            Issue.record("it was delivered")
            return
        }
        #expect(words.hasPrefix("certificate of 127.0.0.1 port \(free.port) is not valid"))
    }
}

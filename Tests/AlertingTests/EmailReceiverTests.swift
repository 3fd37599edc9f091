import Alerting
import Engine
import Testing
import Transfer

/// Mail, handed to servers over real connections.
struct EmailReceiverTests {
    private let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func receiver(
        port: Int,
        security: EmailReceiver.Security = .none,
        login: EmailReceiver.Login? = nil,
        deadline: Int = 5_000,
        caFile: String? = nil
    ) -> EmailReceiver {
        EmailReceiver(
            name: "mail",
            host: "127.0.0.1",
            port: port,
            security: security,
            login: login,
            sender: "defib@example.org",
            recipients: ["ann@example.org", "ben@example.org"],
            deadline: deadline,
            caFile: caFile,
            externalURL: "https://defib.example",
            transport: loop,
            clock: noon
        )
    }

    @Test(.enabled(if: RealMailServer.isInstalled, "no mail server: apt-get install python3-aiosmtpd"))
    func aRealServerTakesItOverSTARTTLSWithALogin() async throws {
        let server = try RealMailServer(user: "defib", password: "päss word")
        let file = try TemporaryFile("päss word\n")
        let login = EmailReceiver.Login(user: "defib", passwordFile: file.path)
        let mail = receiver(port: server.port, security: .startTLS, login: login, caFile: server.certificate.file)
        let notification = try briefed { $0.summary = "web-1 ist müde " + String(repeating: "ü", count: 100) }
        #expect(await mail.deliver(notification) == .delivered)
        let message = try server.message()
        #expect(message["from"] == "defib@example.org")
        #expect(message["to"] == .array(["ann@example.org", "ben@example.org"]))
        #expect(message["tls"] == .flag(true))
        #expect(message["login"] == .flag(true))
        #expect(message["subject"] == .text("[PAGE] " + notification.summary))
        #expect(message["date"] == "2026-04-27T12:34:56+00:00")
        let lines = message["text"].text?.split(whereSeparator: \.isNewline) ?? []
        #expect(lines.first.map(String.init) == notification.summary)
        #expect(lines.contains("Diagnosis: guest hung."))
        #expect(lines.contains("https://defib.example/#incident-7"))

        // An incident's messages stand together.
        #expect(await mail.deliver(try resolved()) == .delivered)
        let end = try server.message()
        #expect(end["subject"].text?.hasPrefix("[resolved] web-1 back, was down since 12:34 UTC") == true)
        #expect(end["references"] == message["references"])
        #expect(end["id"] != message["id"])
    }

    @Test(.enabled(if: RealMailServer.isInstalled, "no mail server: apt-get install python3-aiosmtpd"))
    func aWrongPasswordIsRefusedAndRepeatedNowhere() async throws {
        let server = try RealMailServer(user: "defib", password: "right")
        let file = try TemporaryFile("wrong-password")
        let login = EmailReceiver.Login(user: "defib", passwordFile: file.path)
        let mail = receiver(port: server.port, security: .startTLS, login: login, caFile: server.certificate.file)
        guard case .refused(let words) = await mail.deliver(try briefed()) else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("answered 535"))
        #expect(!words.contains("wrong-password"))
    }

    @Test(.enabled(if: RealMailServer.isInstalled, "no mail server: apt-get install python3-aiosmtpd"))
    func aCertificateOfNobodyWeTrustGetsNoMessage() async throws {
        let server = try RealMailServer(user: "defib", password: "right")
        guard
            case .failed(let words, nil) = await receiver(port: server.port, security: .startTLS).deliver(try briefed())
        else {
            Issue.record("it was delivered")
            return
        }
        #expect(words.hasPrefix("certificate of 127.0.0.1 port \(server.port) is not valid"))
    }

    @Test func aServerWithoutSTARTTLSGetsNoMessage() async throws {
        let server = try ScriptedMailServer()
        defer { server.stop() }
        let words = "127.0.0.1 port \(server.port) offers no STARTTLS"
        #expect(
            await receiver(port: Int(server.port), security: .startTLS).deliver(try briefed())
                == .failed(words, retryAfter: nil)
        )
        #expect(!server.lines.contains { $0.hasPrefix("MAIL") })
    }

    @Test func theDialogueAndTheMessageAreAsTheStandardsHaveThem() async throws {
        let server = try ScriptedMailServer()
        defer { server.stop() }
        let notification = try briefed {
            $0.description = ".a dot begins this line\nübergroß = \(String(repeating: "x", count: 100)) "
        }
        #expect(await receiver(port: Int(server.port)).deliver(notification) == .delivered)
        let lines = server.lines
        #expect(lines[0].hasPrefix("EHLO "))
        #expect(lines[1].hasPrefix("MAIL FROM:<defib@example.org>"))
        #expect(lines[2...4] == ["RCPT TO:<ann@example.org>", "RCPT TO:<ben@example.org>", "DATA"])
        let end = try #require(lines.firstIndex(of: ""))
        let headers = lines[5..<end]
        #expect(headers.first == "Date: Mon, 27 Apr 2026 12:34:56 +0000")
        #expect(headers.contains("From: Defib <defib@example.org>"))
        #expect(headers.contains("To: <ann@example.org>,"))
        #expect(headers.contains(" <ben@example.org>"))
        #expect(headers.contains("Auto-Submitted: auto-generated"))
        #expect(headers.contains("Importance: high"))
        #expect(headers.contains("Content-Transfer-Encoding: quoted-printable"))
        #expect(headers.contains { $0.hasPrefix("Message-ID: <43.firing.") && $0.hasSuffix("@example.org>") })
        #expect(headers.contains { $0.hasPrefix("References: <") })
        let body = lines[(end + 1)...]
        // libcurl doubled the dot, as RFC 5321 §4.5.2 wants.
        #expect(body.contains("..a dot begins this line"))
        #expect(body.contains("=C3=BCbergro=C3=9F =3D \(String(repeating: "x", count: 52))="))
        #expect(body.contains("\(String(repeating: "x", count: 48))=20"))
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        let subject = try #require(headers.firstIndex { $0.hasPrefix("Subject: ") })
        #expect(lines[subject...(subject + 1)].joined() == "Subject: [PAGE] \(notification.summary)")
        #expect(body.contains("."))
    }

    @Test(
        arguments: [
            ("RCPT", "550 5.1.1 no such user\r\n", DeliveryOutcome.refused("answered 550 5.1.1 no such user")),
            ("RCPT", "450 4.2.0 greylisted\r\n", .failed("answered 450 4.2.0 greylisted", retryAfter: nil)),
            ("MAIL", "452 4.3.1 disk full\r\n", .failed("answered 452 4.3.1 disk full", retryAfter: nil)),
            ("DATA", "554 5.7.1 no\r\n", .refused("answered 554 5.7.1 no")),
        ] as [(String, String, DeliveryOutcome)]
    )
    func whatTheServerSaysDecides(word: String, answer: String, outcome: DeliveryOutcome) async throws {
        let server = try ScriptedMailServer(.init(answers: [word: answer]))
        defer { server.stop() }
        #expect(await receiver(port: Int(server.port)).deliver(try briefed()) == placed(outcome, server.port))
    }

    @Test func aRefusalOfTheWholeMessageIsOne() async throws {
        let server = try ScriptedMailServer(.init(verdict: "554 5.7.1 spam\r\n"))
        defer { server.stop() }
        let outcome = placed(.refused("answered 554 5.7.1 spam"), server.port)
        #expect(await receiver(port: Int(server.port)).deliver(try briefed()) == outcome)
    }

    @Test(arguments: ["greeting", "EHLO", "RCPT", "DATA"])
    func aServerThatFallsSilentIsCutByTheDeadline(word: String) async throws {
        let server = try ScriptedMailServer(.init(silentAt: word))
        defer { server.stop() }
        guard
            case .failed(let words, nil) = await receiver(port: Int(server.port), deadline: 400).deliver(try briefed())
        else {
            Issue.record("it was delivered")
            return
        }
        #expect(words.hasPrefix("no answer within 400 ms") || words.hasPrefix("answer not complete within"), "\(words)")
    }

    @Test func aBrokenConnectionIsWorthAnotherAttempt() async throws {
        let server = try ScriptedMailServer(.init(closesAt: "DATA"))
        defer { server.stop() }
        guard case .failed = await receiver(port: Int(server.port)).deliver(try briefed()) else {
            Issue.record("it was delivered, or refused for good")
            return
        }
    }

    /// With where it was said.
    private func placed(_ outcome: DeliveryOutcome, _ port: UInt16) -> DeliveryOutcome {
        switch outcome {
        case .delivered: .delivered
        case .refused(let words): .refused("127.0.0.1 port \(port) \(words)")
        case .failed(let words, let after): .failed("127.0.0.1 port \(port) \(words)", retryAfter: after)
        }
    }
}

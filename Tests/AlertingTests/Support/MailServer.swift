import Glibc
import Synchronization
import Testing

/// A mail server that says what its script has, whatever it is told: SMTP without TLS.
final class ScriptedMailServer: Sendable {
    /// What it answers to the first word of a line.
    struct Script: Sendable {
        var greeting = "220 mail.example.org ESMTP\r\n"
        var answers: [String: String] = [:]
        /// After the message's lone dot.
        var verdict = "250 2.0.0 taken\r\n"
        /// It falls silent at this word.
        var silentAt = ""
        /// It breaks the connection at this word.
        var closesAt = ""
    }

    let port: UInt16
    private let listener: Int32
    private let heard = Mutex<[String]>([])
    private let thread: Mutex<pthread_t?>

    init(_ script: Script = Script()) throws {
        let listening = try RecordingServer.listen()
        (listener, port) = listening
        thread = Mutex(nil)
        let started = try spawn { [self] in
            while case let peer = accept(listening.descriptor, nil, nil), peer >= 0 {
                talk(peer, script)
                close(peer)
            }
        }
        thread.withLock { $0 = started }
    }

    /// To be called by each test at its end: ends the thread.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
        close(listener)
    }

    /// Every line as it came, the message's among them, without its end.
    var lines: [String] { heard.withLock { $0 } }

    private func talk(_ peer: Int32, _ script: Script) {
        guard script.silentAt != "greeting" else { return hang(peer) }
        say(script.greeting, to: peer)
        var isMessage = false
        while let line = readLine(peer) {
            heard.withLock { $0.append(line) }
            if isMessage {
                guard line == "." else { continue }
                isMessage = false
                say(script.verdict, to: peer)
                continue
            }
            let word = String(line.prefix { $0 != " " })
            if word == script.silentAt { return hang(peer) }
            if word == script.closesAt { return }
            let usual = ["EHLO": "250 mail.example.org\r\n", "DATA": "354 go on\r\n", "QUIT": "221 bye\r\n"]
            let answer = script.answers[word] ?? usual[word] ?? "250 ok\r\n"
            isMessage = word == "DATA" && answer.hasPrefix("354")
            say(answer, to: peer)
        }
    }

    /// Until the other side gives up.
    private func hang(_ peer: Int32) {
        while readLine(peer) != nil {}
    }

    private func say(_ text: String, to peer: Int32) {
        let bytes = Array(text.utf8)
        _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func readLine(_ peer: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(peer, &byte, 1, 0) == 1 {
            bytes.append(byte)
            if bytes.suffix(2) == [0x0D, 0x0A] { return String(decoding: bytes.dropLast(2), as: UTF8.self) }
        }
        return nil
    }
}

/// aiosmtpd, a mail server of Debian's, with STARTTLS and a login that it demands.
final class RealMailServer {
    static var isInstalled: Bool { access("/usr/lib/python3/dist-packages/aiosmtpd", F_OK) == 0 }

    let port: Int
    let certificate: Certificate
    private let program: RunningProgram

    init(user: String, password: String) throws {
        certificate = try Certificate()
        program = try RunningProgram([
            "/usr/bin/python3", "-u", "-W", "ignore", "-c", RealMailServer.script, certificate.file, certificate.key,
            user, password,
        ])
        port = try #require(Int(try program.line()))
    }

    /// The next message as JSON: its envelope and its text, once Python's own mail parser has read it.
    func message() throws -> JSONValue {
        var line = ""
        // It logs what it thinks of itself as well.
        while !line.hasPrefix("{") { line = try program.line() }
        return try JSONValue(Array(line.utf8))
    }

    private static let script = """
        import asyncio, json, ssl, sys
        from email import message_from_bytes, policy
        from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
        certificate, key, user, password = sys.argv[1:]
        class Inbox:
            async def handle_DATA(self, server, session, envelope):
                m = message_from_bytes(envelope.content, policy=policy.default)
                print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos,
                                  "tls": session.ssl is not None, "login": session.authenticated,
                                  "subject": m["subject"], "id": m["message-id"], "references": m["references"],
                                  "date": m["date"].datetime.isoformat(), "text": m.get_content()}))
                return "250 2.0.0 taken"
        def authenticate(server, session, envelope, mechanism, data):
            wanted = LoginPassword(user.encode(), password.encode())
            return AuthResult(success=data == wanted, handled=data == wanted)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        def session():
            return SMTP(Inbox(), tls_context=context, require_starttls=True, authenticator=authenticate,
                        auth_required=True, enable_SMTPUTF8=False)
        async def main():
            server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1])
            await asyncio.sleep(600)
        asyncio.run(main())
        """
}

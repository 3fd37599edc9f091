import Testing
import Transfer

@Suite("Over TLS")
struct TLSTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func request(_ server: TLSServer, _ tls: TransferRequest.TLSOptions) -> TransferRequest {
        TransferRequest(url: server.url, deadline: 5000, tls: tls)
    }

    @Test("a trusted certificate serves, and its phases come in order")
    func trusted() async throws {
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let server = try TLSServer(certificate)
        let options = TransferRequest.TLSOptions(caFile: certificate.file, wantsCertificates: true)
        let answer = try await loop.perform(request(server, options))
        let trace = answer.trace
        #expect(answer.status == 200)
        #expect(trace.peerSpokeTLS && trace.didConnect)
        #expect(trace.connected < trace.tlsDone && trace.tlsDone <= trace.firstByte)
        let leaf = try #require(trace.certificates.first)
        #expect(leaf.subject == "O = Tests, CN = leaf" && leaf.issuer == leaf.subject)
        #expect(leaf.notAfter - leaf.notBefore == 30 * 86_400)
    }

    @Test("every fresh connection shows its chain: no session is resumed")
    func repeated() async throws {
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let server = try TLSServer(certificate)
        let options = TransferRequest.TLSOptions(caFile: certificate.file, wantsCertificates: true)
        for _ in 0..<3 { #expect(try await loop.perform(request(server, options)).trace.certificates.count == 1) }
    }

    @Test("an unknown issuer, or nobody's, is not trusted")
    func selfSigned() async throws {
        let server = try TLSServer(Certificate(names: "IP:127.0.0.1"))
        let error = try await failure(of: request(server, TransferRequest.TLSOptions()), on: loop)
        #expect(error.kind == .certificateInvalid)
        #expect(error.message.contains("is not valid: SSL certificate problem: self-signed certificate"))
        #expect(error.trace.didConnect && error.trace.peerSpokeTLS && !error.trace.peerAnswered)
    }

    @Test("an expired certificate is not valid")
    func expired() async throws {
        let certificate = try Certificate.expired()
        let options = TransferRequest.TLSOptions(caFile: certificate.file)
        let server = try TLSServer(certificate)
        let error = try await failure(of: request(server, options), on: loop)
        #expect(error.kind == .certificateInvalid)
        #expect(error.message.contains("certificate has expired"))
    }

    @Test("what is not verified is still measured")
    func unverified() async throws {
        let server = try TLSServer(try Certificate.expired())
        let options = TransferRequest.TLSOptions(verify: false, wantsCertificates: true)
        let answer = try await loop.perform(request(server, options))
        #expect(answer.trace.certificates.map(\.notAfter) == [1_580_515_200])
    }

    @Test("another's name is not valid, and its certificate is shown")
    func wrongName() async throws {
        let certificate = try Certificate(names: "DNS:www.example.org")
        let options = TransferRequest.TLSOptions(caFile: certificate.file, wantsCertificates: true)
        let server = try TLSServer(certificate)
        let error = try await failure(of: request(server, options), on: loop)
        #expect(error.kind == .certificateInvalid)
        #expect(error.trace.certificates.count == 1)
    }

    @Test("a server name of its own is asked for by SNI and verified, while the host stays the URL's")
    func serverName() async throws {
        let certificate = try Certificate(names: "DNS:www.example.org")
        let second = ["-cert2", certificate.file, "-key2", certificate.keyFile]
        let sni = ["-servername", "www.example.org", "-servername_fatal"]
        let server = try TLSServer(certificate, options: ["-www"] + sni + second)
        let options = TransferRequest.TLSOptions(serverName: "www.example.org", caFile: certificate.file)
        #expect(try await loop.perform(request(server, options)).status == 200)
        let error = try await failure(of: request(server, TransferRequest.TLSOptions(serverName: "other")), on: loop)
        #expect(error.trace.peerSpokeTLS)
    }

    @Test("a handshake that the server refuses with an alert is a sign of life")
    func alert() async throws {
        // An ECDSA certificate serves no RSA cipher.
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let server = try TLSServer(certificate, options: ["-www", "-tls1_2", "-cipher", "AES128-SHA"])
        let error = try await failure(
            of: request(server, TransferRequest.TLSOptions(caFile: certificate.file)),
            on: loop
        )
        #expect(error.kind == .tlsFailed)
        #expect(error.trace.didConnect && error.trace.peerSpokeTLS)
    }

    @Test(
        "a peer that speaks something else has not spoken TLS",
        arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 No\r\n"]
    )
    func notTLS(greeting: String) async throws {
        let server = try LoopbackServer { connection in
            connection.send(greeting)
            connection.waitForClose()
        }
        let error = try await failure(of: TransferRequest(url: "tls://\(server.authority)", deadline: 5000), on: loop)
        #expect(error.kind == .tlsFailed)
        #expect(error.trace.didConnect && !error.trace.peerSpokeTLS)
    }

    @Test("a connection that breaks in the handshake is a broken connection", arguments: [true, false])
    func broken(byReset: Bool) async throws {
        let server = try LoopbackServer { connection in
            _ = connection.read(5)
            if byReset { connection.resetOnClose() }
        }
        let error = try await failure(of: TransferRequest(url: "https://\(server.authority)", deadline: 5000), on: loop)
        #expect(error.kind == .connectionReset)
        #expect(error.message.hasSuffix("during the TLS handshake"))
        #expect(error.trace.didConnect && !error.trace.peerSpokeTLS)
    }

    @Test("a mere connection hands over the chain")
    func mereConnection() async throws {
        let certificate = try Certificate(names: "IP:127.0.0.1")
        let server = try TLSServer(certificate)
        let options = TransferRequest.TLSOptions(caFile: certificate.file, wantsCertificates: true)
        let answer = try await loop.perform(
            TransferRequest(url: "tls://127.0.0.1:\(server.port)", deadline: 5000, tls: options)
        )
        #expect(answer.status == 0 && answer.trace.certificates.count == 1)
        #expect(answer.trace.connected < answer.trace.tlsDone)
    }

    @Test("authorities that cannot be read are the request's fault")
    func missingAuthorities() async throws {
        let server = try TLSServer(Certificate(names: "IP:127.0.0.1"))
        let options = TransferRequest.TLSOptions(caFile: "/nonexistent/ca.pem")
        let error = try await failure(of: request(server, options), on: loop)
        #expect(error.kind == .invalidRequest)
        #expect(error.message.contains("/nonexistent/ca.pem"))
    }
}

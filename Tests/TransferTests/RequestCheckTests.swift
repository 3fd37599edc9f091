import Testing
import Transfer

@Suite("A request that cannot be made")
struct RequestCheckTests {
    @Test(
        "is refused with a word on what is wrong",
        arguments: [
            ("", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("127.0.0.1", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("http://", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("http://a b/", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("http://a/\r\nX: y", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("http://a:70000/", "the URL cannot be parsed; it must look like http://host/path or tcp://host:port"),
            ("ftp://a/", "the scheme ftp:// is none of http, https, tcp, tls, smtp, smtps"),
            ("file:///etc/passwd", "the scheme file:// is none of http, https, tcp, tls, smtp, smtps"),
            ("tcp://a", "tcp://a has no port; write tcp://a:PORT"),
            ("tls://[::1]", "tls://[::1] has no port; write tls://[::1]:PORT"),
        ]
    )
    func url(url: String, message: String) {
        #expect(refusal(TransferRequest(url: url, deadline: 1000)) == message)
    }

    @Test("by its method or a header is refused, without repeating what may be a credential")
    func injection() {
        func refusal(method: String = "GET", _ name: String = "X", _ value: String = "y") -> String? {
            self.refusal(
                TransferRequest(url: "http://a", method: method, headers: [(name: name, value: value)], deadline: 1)
            )
        }
        #expect(refusal(method: "GET / HTTP/1.1\r\n") == "the method is not a token")
        #expect(refusal("X\r\nY") == "a header's name is not a token")
        #expect(
            refusal("Authorization", "Bearer s\r\nX: y")
                == "the value of header Authorization holds a control character"
        )
        #expect(refusal("X", "a\u{7F}") == "the value of header X holds a control character")
        #expect(refusal("X", "tab\tand ümlaut") == nil)
    }

    @Test("by its limits is refused")
    func limits() {
        #expect(refusal(TransferRequest(url: "http://a", deadline: 0)) != nil)
        #expect(refusal(TransferRequest(url: "http://a", deadline: 1, connectDeadline: 0)) != nil)
        #expect(refusal(TransferRequest(url: "http://a", deadline: 1, maxBodyBytes: -1)) != nil)
    }

    @Test("because the literal is of the other family is no fault of the resolver")
    func family() {
        #expect(
            refusal(TransferRequest(url: "http://127.0.0.1", deadline: 1, family: .v6))
                == "127.0.0.1 is not an IPv6 address"
        )
        #expect(
            refusal(TransferRequest(url: "tcp://[::1]:1", deadline: 1, family: .v4)) == "::1 is not an IPv4 address"
        )
    }

    @Test("is refused on the loop's thread where it was started without a task")
    func started() async throws {
        let loop = try TransferLoop()
        let outcome = await withCheckedContinuation { continuation in
            loop.start(TransferRequest(url: "gopher://a", deadline: 1)) { continuation.resume(returning: $0) }
        }
        #expect(throws: TransferError.self) { try outcome.get() }
    }

    private func refusal(_ request: TransferRequest) -> String? {
        do {
            _ = try PreparedTransfer(request)
            return nil
        } catch {
            #expect(error.kind == .invalidRequest)
            return error.message
        }
    }
}

import Testing

@testable import Transfer

@Suite("Transfers of one shape")
struct ShapeTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    private func shape(_ change: (inout TransferRequest) -> Void) throws -> TransferShape {
        var request = TransferRequest(url: "https://192.0.2.1/", deadline: 1000)
        change(&request)
        return try loop.prepare(request).exchange.shape
    }

    @Test("differ in where they go and how long they may take")
    func same() throws {
        let plain = try shape { _ in }
        #expect(try shape { $0.url = "https://[2001:db8::1]:8443/health?x" } === plain)
        #expect(try shape { $0.deadline = 20 } === plain)
        #expect(try shape { $0.connectDeadline = 20 } === plain)
        #expect(try shape { $0.tls.serverName = "www.example.org" } === plain)
    }

    /// By the names of their fields.
    private var others: [(field: String, change: (inout TransferRequest) -> Void)] {
        [
            ("url", { $0.url = "http://192.0.2.1/" }),
            ("url", { $0.url = "tls://192.0.2.1:443" }),
            ("method", { $0.method = "HEAD" }),
            ("headers", { $0.headers = [("X-Name", "value")] }),
            ("body", { $0.body = [] }),
            ("maxBodyBytes", { $0.maxBodyBytes = 5 }),
            ("wantsBody", { $0.wantsBody = false }),
            ("wantsHeaders", { $0.wantsHeaders = false }),
            ("connection", { $0.connection = .reuse }),
            ("family", { $0.family = .v4 }),
            ("maxRedirects", { $0.maxRedirects = 1 }),
            ("tls", { $0.tls.verify = false }),
            ("tls", { $0.tls.caFile = "/tmp/ca.pem" }),
            ("tls", { $0.tls.wantsCertificates = true }),
            ("proxy", { $0.proxy = "http://192.0.2.9:3128" }),
            ("greetingBytes", { $0.greetingBytes = 1 }),
        ]
    }

    @Test("are the same in all else")
    func other() throws {
        var shapes = [try shape { _ in }]
        for other in others {
            let shape = try shape {
                $0.family = .v4
                other.change(&$0)
            }
            let again = try self.shape {
                $0.family = .v4
                other.change(&$0)
            }
            #expect(shape === again, "\(other.field)")
            #expect(!shapes.contains { $0 === shape }, "\(other.field)")
            shapes.append(shape)
        }
    }

    @Test("no field of a request is forgotten in telling them apart")
    func complete() {
        let request = TransferRequest(url: "", deadline: 1)
        // The envelope's transfers share nothing.
        let told = Set(others.map(\.field)).union(["deadline", "connectDeadline", "envelope"])
        #expect(Set(Mirror(reflecting: request).children.compactMap(\.label)) == told)
        let tls = Set(["verify", "caFile", "wantsCertificates", "serverName", "resumes"])
        #expect(Set(Mirror(reflecting: request.tls).children.compactMap(\.label)) == tls)
    }

    @Test("one that libcurl or we refuse is told at once")
    func refused() {
        #expect(throws: TransferError.self) { try shape { $0.method = "G T" } }
        #expect(throws: TransferError.self) { try shape { $0.url = "gopher://192.0.2.1/" } }
    }
}

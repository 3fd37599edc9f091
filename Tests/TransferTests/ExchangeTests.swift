import Testing
import Transfer

@Suite("An HTTP exchange")
struct ExchangeTests {
    let loop: TransferLoop

    init() throws {
        loop = try TransferLoop()
    }

    @Test("brings status, headers in order and in lower case, body and timings")
    func success() async throws {
        let server = try LoopbackServer { connection in
            connection.serve(
                response("201 Created", headers: ["X-One: 1", "ETag:  \"a\" ", "X-One: 2"], body: "hello")
            )
        }
        let answer = try await loop.perform(TransferRequest(url: server.url + "/path?q", deadline: 5000))
        #expect(answer.status == 201)
        #expect(answer.body == Array("hello".utf8))
        #expect(answer.headers.map(\.name) == ["content-length", "x-one", "etag", "x-one"])
        #expect(answer.header("etag") == "\"a\"")
        let trace = answer.trace
        #expect(trace.didConnect && trace.peerAnswered && !trace.peerSpokeTLS)
        #expect(trace.remoteAddress == "127.0.0.1")
        #expect(trace.resolved > 0 && trace.resolved <= trace.connected)
        #expect(trace.connected <= trace.firstByte && trace.firstByte <= trace.total)
    }
}

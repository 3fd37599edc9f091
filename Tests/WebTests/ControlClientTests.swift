import Engine
import Glibc
import Testing

@testable import Web

/// The command line's way to the daemon, over a real socket.
struct ControlClientTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func whatTheDaemonSaysArrives() async throws {
        let daemon = ScriptedDaemon()
        try await talking(to: daemon) { client throws in
            #expect(try client.status() == .sample())
            #expect(try client.targets() == [.sample()])
            #expect(try client.targets(worst: 5) == [.sample()])
            #expect(try client.incidents() == [.sample()])
            #expect(try client.decisions(limit: 5) == [])
            #expect(try client.reload() == ReloadReply(isReloaded: true, diagnostics: []))
        }
        #expect(daemon.requests == ["worst 5", "decisions 5"])
    }

    @Test func whatTheOperatorAsksArrives() async throws {
        let daemon = ScriptedDaemon()
        let vps = try #require(VPSID("vps_1"))
        try await talking(to: daemon) { client throws in
            _ = try client.pause(PauseRequest(by: "ann", reason: "“rack” 🫀"))
            _ = try client.resume(ResumeRequest(by: "ann"))
            _ = try client.close(CloseRequest(incident: 7, by: "ann"))
            #expect(try client.power(PowerRequest(action: .reset, vps: vps, by: "ann")).outcome == .refused)
        }
        #expect(daemon.requests == ["pause by ann: “rack” 🫀", "resume by ann", "close 7 by ann", "reset vps_1 by ann"])
    }

    @Test func aRefusalArrivesInTheDaemonsWords() async throws {
        try await talking(to: ScriptedDaemon(failure: .notFound("no incident 9"))) { client throws in
            #expect(throws: ControlError.refused(status: 404, message: "no incident 9")) {
                _ = try client.close(CloseRequest(incident: 9, by: "ann"))
            }
            let reply = try client.reload()
            #expect(reply.diagnostics == ["defib.yml:3:1: error: unknown key 'lisen'"])
        }
    }

    @Test func nobodyThereIsSaidPlainly() throws {
        let client = ControlClient(dataDirectory: directory.path)
        let words = "no Defib runs here: nobody answers at \(client.path); start `defib run`, or correct data_dir"
        expect(words) { try client.status() }
        _ = try ListeningSocket(.unixSocket(path: client.path))
        expect(words) { try client.status() }
    }

    @Test func aDaemonThatHangsIsNotWaitedForForEver() async throws {
        let socket = try ListeningSocket(.unixSocket(path: directory.path + "/control.sock"))
        let client = ControlClient(dataDirectory: directory.path, timeoutMilliseconds: 100)
        try await blocking {
            expect("Defib at \(client.path) does not answer; look at its log") { try client.status() }
        }
        withExtendedLifetime(socket) {}
    }

    @Test func brokenAnswersAreNoAnswers() {
        for text in [
            "", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
            "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "SSH-2.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        ] {
            #expect(HTTPAnswer(Array(text.utf8)) == nil, "\(text)")
        }
        let answer = HTTPAnswer(Array("HTTP/1.1 404 Not Found\r\nA: b\r\ncontent-length: 2\r\n\r\nok".utf8))
        #expect(answer?.status == 404)
        #expect(answer?.body == Array("ok".utf8))
    }

    @Test func chunksAreJoined() {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        let answer = HTTPAnswer(Array("\(head)2\r\nok\r\nA\r\n, 10\r\nmore\r\n0\r\n\r\n".utf8))
        #expect(answer?.body == Array("ok, 10\r\nmore".utf8))
        #expect(HTTPAnswer(Array("\(head)0\r\n\r\n".utf8))?.body == [])
    }

    @Test func aLongListArrives() async throws {
        let targets = (0..<1_000).map { TargetView.sample(name: "web-\($0)") }
        try await talking(to: ScriptedDaemon(targets: targets)) { client throws in
            #expect(try client.targets() == targets)
        }
    }

    private func talking(
        to daemon: ScriptedDaemon,
        _ body: @escaping @Sendable (ControlClient) throws -> Void
    ) async throws {
        let client = ControlClient(dataDirectory: directory.path, timeoutMilliseconds: 10_000)
        try await serving(daemon, at: .unixSocket(path: client.path)) { _ in
            try await blocking { try body(client) }
        }
    }
}

private func expect(_ message: String, _ body: () throws -> StatusView) {
    #expect {
        _ = try body()
    } throws: {
        "\($0)" == message
    }
}

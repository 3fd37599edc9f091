import Glibc
import Testing

@testable import Web

/// Long answers over a real socket.
struct StreamingTests {
    @Test func aLongAnswerArrivesWhole() async throws {
        let page = CountedParts(300)
        try await serving(ScriptedDaemon(page: page)) { socket async throws in
            let url = try "http://127.0.0.1:\(#require(socket.port))/metrics"
            let plain = try await output(of: "curl -sS --max-time 30 \(url) | md5sum")
            let shrunk = try await output(of: "curl -sS --max-time 30 --compressed \(url) | md5sum")
            #expect(plain == shrunk)
            let size = try await output(of: "curl -sS --max-time 30 \(url) | wc -c")
            #expect(Int(size.prefix { $0.isNumber }) == page.bytes)
        }
    }

    @Test func whatIsCompressedSaysSoAndIsShort() async throws {
        let page = CountedParts(300)
        try await serving(ScriptedDaemon(page: page)) { socket async throws in
            let url = try "http://127.0.0.1:\(#require(socket.port))/metrics"
            let asking = "-H 'Accept-Encoding: gzip' -D - -o /dev/null -w 'size %{size_download}'"
            let said = try await output(of: "curl -sS --max-time 30 \(asking) \(url)").lowercased()
            #expect(said.contains("\r\ncontent-encoding: gzip\r\n"))
            let size = said.split(separator: " ").last.flatMap { Int($0) }
            #expect(try #require(size) < page.bytes / 20)
        }
    }

    /// Of 20 MB, what fits into the kernel's buffers is made, and the rest only as it is read.
    @Test func aSlowReaderHoldsAPartAndNotThePage() async throws {
        let page = CountedParts(2_000)
        try await serving(ScriptedDaemon(page: page)) { socket async throws in
            let client = try Client(port: #require(socket.port), receiveBuffer: 65_536)
            client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let begun = try await blocking { client.receiveSome() }
            #expect(begun.hasPrefix("HTTP/1.1 200 OK\r\n"))
            var before = -1
            while page.madeSoFar != before {
                before = page.madeSoFar
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(page.madeSoFar < 500)
            let rest = try await blocking { client.countAll() }
            #expect(page.madeSoFar == 2_000)
            #expect(rest > page.bytes)
        }
    }

    @Test func aReaderThatStaysAwayIsCutOffAndGivesItsPlaceBack() async throws {
        let limits = ServerLimits(exchangeMilliseconds: 300)
        try await serving(ScriptedDaemon(page: CountedParts(2_000)), limits: limits) { socket async throws in
            let port = try #require(socket.port)
            let sleepers = try (0..<16).map { _ in try Client(port: port, receiveBuffer: 65_536) }
            for sleeper in sleepers { sleeper.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n") }
            for sleeper in sleepers { _ = try await blocking { sleeper.receiveSome() } }
            let status = "curl -sS --max-time 10 -o /dev/null -w '%{http_code}' http://127.0.0.1:\(port)/-/healthy"
            #expect(try await output(of: status) == "200")
            let end = ContinuousClock.now + .seconds(20)
            var answer = ""
            while answer != "200", ContinuousClock.now < end {
                answer = try await output(of: status.replacing("/-/healthy", with: "/api/v1/targets"))
            }
            #expect(answer == "200")
            withExtendedLifetime(sleepers) {}
        }
    }
}

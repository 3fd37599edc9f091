import Engine
import Testing

@testable import Probes

@Suite struct BodyPatternTests {
    @Test func `A pattern matches anywhere in the body, whatever its bytes`() throws {
        let pattern = try BodyPattern(#"^version: \d+\.\d+"#)
        #expect(pattern.matches(Array("version: 12.5".utf8)))
        #expect(!pattern.matches(Array("conversion: 12.5".utf8)))
        #expect(try BodyPattern("å+").matches([0xFF, 0xFE] + Array("blåå".utf8)))
    }

    @Test func `What is searched is bounded`() throws {
        let far = [UInt8](repeating: 0x20, count: BodyPattern.searchedBytes) + Array("needle".utf8)
        #expect(try !BodyPattern("needle").matches(far))
        #expect(try BodyPattern("needle").matches(Array(far.dropFirst(6))))
    }

    @Test func `A broken pattern is told what is wrong with it`() {
        #expect(validateRegex("a{2,1}") != nil)
        #expect(validateRegex("(unclosed") != nil)
        #expect(validateRegex(#"status":\s*"(ok|fine)"#) == nil)
    }

    @Test func `A pattern that takes long holds up neither the transfers nor other patterns`() async throws {
        let probing = try Probing()
        let server = try LoopbackServer(
            .answer(LoopbackServer.http("200 OK", body: String(repeating: "a", count: 15) + "!"))
        )
        let order = await withTaskGroup(of: String.self) { group in
            for pattern in ["^(a+)+$", "a!"] {
                group.addTask { await probing.http(port: server.port) { $0.bodyMatches = pattern }.verdict }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(order == ["up", "down unexpected_body"])
    }
}

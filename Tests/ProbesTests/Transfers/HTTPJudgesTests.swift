import Engine
import Testing

@testable import Probes

@Suite struct HTTPJudgesTests {
    private let judges = HTTPJudges()

    private func judge(_ change: (inout HTTPCheck) -> Void = { _ in }) throws -> HTTPJudge {
        var check = HTTPCheck(url: "http://192.0.2.1/", host: "192.0.2.1", bodyContains: "ok")
        change(&check)
        return try judges.judge(check)
    }

    @Test func `Checks that expect the same have one judge, wherever they ask`() throws {
        let first = try judge()
        #expect(try judge { $0.url = "https://192.0.2.2/health" } === first)
        #expect(try judge { $0.headers = [Label("X-Check", "one")] } === first)
    }

    @Test func `Checks that expect something else have another`() throws {
        var seen = [try judge()]
        let changes: [(inout HTTPCheck) -> Void] = [
            { $0.expectedStatus = [301...301] }, { $0.bodyContains = nil }, { $0.bodyContains = "no" },
            { $0.json = JSONExpectation(pointer: "/a", equals: nil) }, { $0.tls.minimumValidity = .seconds(60) },
        ]
        for change in changes {
            let other = try judge(change)
            #expect(!seen.contains { $0 === other })
            seen.append(other)
        }
    }

    @Test func `A regular expression is nobody else's, since one that never ends holds up whoever shares it`() throws {
        #expect(try judge { $0.bodyMatches = "a+" } !== judge { $0.bodyMatches = "a+" })
    }

    @Test func `What cannot be judged is told each time`() {
        for _ in 0..<2 {
            #expect(throws: ProbeFault.self) { try judge { $0.bodyMatches = "(" } }
            #expect(throws: ProbeFault.self) { try judge { $0.json = JSONExpectation(pointer: "a", equals: nil) } }
        }
    }
}

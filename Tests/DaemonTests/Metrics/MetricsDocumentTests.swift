import Exposition
import FoundationEssentials
import Testing

@testable import Daemon

/// docs/metrics.md names the families `/metrics` has, with their types, and no other.
@Suite struct MetricsDocumentTests {
    private static let document: String = {
        // Tests/DaemonTests/Metrics/MetricsDocumentTests.swift
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        let path = root.joined(separator: "/") + "/docs/metrics.md"
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }()

    @Test func theDocumentAndThePageNameTheSameFamilies() {
        // Labels, a meaning and a query follow.
        let row = #/(?m)^\| `([a-z_0-9]+)` \| (counter|gauge|histogram|info) \| [^|]+ \| [^|]+ \| `[^|]+` \|$/#
        let rows = Self.document.matches(of: row)
        let documented = Set(rows.map { "\($0.1) \($0.2)" })
        let page = String(decoding: SamplePage().page().render(.openMetrics), as: UTF8.self)
        let served = page.matches(of: #/(?m)^# TYPE (\S+) (\S+)$/#).map { match -> String in
            let ending = match.2 == "counter" ? "_total" : match.2 == "info" ? "_info" : ""
            return "\(match.1)\(ending) \(match.2)"
        }
        #expect(documented == Set(served))
        #expect(rows.count == served.count)
    }

    @Test func thePageIsAsPromtoolWantsIt() throws {
        #expect(try Promtool.objections(to: SamplePage().page().render(.text)) == "")
    }
}

import FoundationEssentials
import Sandbox
import Testing
import Transfer

/// Grafana's boards and Prometheus' consoles, before a real Prometheus that watched a real Defib at work.
@Suite("The boards", .needsRoot, .needs("prometheus", package: "prometheus"))
struct BoardsTests {
    /// Panels that have nothing to show in this story, and why.
    private static let empty = [
        "Certificates": "no probe of the story speaks TLS",
        "Groups' budgets": "the story's configuration has no groups",
    ]

    @Test("have data in every panel, and consoles that Prometheus renders, without one failed scrape")
    func data() async throws {
        var scene = Scene(when: Scene.unserved)
        scene.hasHeartbeat = true
        try await Theatre.play(scene) { theatre in
            let prometheus = try await Observatory.open(theatre)
            do {
                try await Self.story(theatre)
                try await Self.judge(prometheus, patient: theatre.name(of: theatre.guests[1]))
            } catch {
                await prometheus.close()
                throw error
            }
            await prometheus.close()
        }
    }

    /// One guest is cured by its restart, one by its reset, and the dead-man's switch has heard that all is well.
    private static func story(_ theatre: Theatre) async throws {
        try await theatre.sandbox.hang(theatre.guests[0], "soft")
        try await theatre.sandbox.hang(theatre.guests[1], "hard")
        for guest in theatre.guests.prefix(2) {
            try await theatre.incident(of: guest, reaches: "recovered")
            try await theatre.messages(about: guest, until: "resolved")
        }
        _ = try await eventually("the heartbeat beats") {
            await theatre.client.metric(#"defib_heartbeat_pings_total{kind="success",outcome="taken"}"#)
                .flatMap { $0 > 0 ? $0 : nil }
        }
        // A scrape or two more, so that the end of the story is seen.
        try await Task.sleep(for: .seconds(3))
    }

    private static func judge(_ prometheus: Observatory, patient: String) async throws {
        let boards = try Board.all()
        #expect(boards.count == 4)
        for board in boards {
            for panel in board.panels {
                for query in panel.targets ?? [] {
                    await judge(query.expr, of: "\(board.title), '\(panel.title)'", panel.title, prometheus, patient)
                }
            }
            try await judge(console: board, prometheus, patient: patient)
        }
        let failed = try await prometheus.answer(
            to: #"up{job="defib"} == 0 or min_over_time(up{job="defib"}[10m]) == 0"#
        )
        #expect(failed.data?.result.count == 0, "scrapes failed")
    }

    private static func judge(
        _ expr: String,
        of place: String,
        _ title: String,
        _ prometheus: Observatory,
        _ patient: String
    ) async {
        let query = expr.replacing("$__rate_interval", with: "1m").replacing("$__range", with: "10m")
            .replacing("$instance", with: ".*").replacing("$target", with: patient)
        guard let answer = try? await prometheus.answer(to: query) else {
            Issue.record("\(place): Prometheus did not answer")
            return
        }
        #expect(answer.error == nil, "\(place): \(query)")
        let isEmpty = answer.data?.result.isEmpty ?? true
        #expect(isEmpty == (empty[title] != nil), "\(place) has \(isEmpty ? "no " : "")data: \(query)")
    }

    private static func judge(console board: Board, _ prometheus: Observatory, patient: String) async throws {
        let path = "/consoles/\(board.uid).html?target=\(patient)&range=15m"
        let response = try #require(await prometheus.get(path))
        let page = response.body.text
        #expect(response.status == 200, "\(path): \(page.prefix(400))")
        #expect(page.hasSuffix("</html>\n"), "\(path) ends early: \(page.suffix(400))")
        #expect(!page.contains("<strong>no data</strong>"), "\(path) has a number without data")
        for match in page.matches(of: #/<data value="([^"]+)" data-legend/#) {
            let query = String(match.1).unescaped
            let answer = try await prometheus.answer(to: query)
            #expect(answer.error == nil, "\(path): \(query)")
            #expect(answer.data?.result.isEmpty == false, "\(path) has no data: \(query)")
        }
    }
}

/// What of Grafana's JSON is asked here.
private struct Board: Decodable {
    struct Panel: Decodable {
        var title: String
        var targets: [Query]?
    }

    struct Query: Decodable { var expr: String }

    var uid: String
    var title: String
    var panels: [Panel]

    static func all() throws -> [Board] {
        let folder = "\(Observatory.root)/dashboards"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
            .map { try JSONDecoder().decode(Board.self, from: Data(Folder.read("\(folder)/\($0)"))) }
    }
}

extension String {
    /// Text of an HTML attribute.
    fileprivate var unescaped: String {
        [
            ("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#43;", "+"), ("&lt;", "<"),
            ("&gt;", ">"), ("&amp;", "&"),
        ]
        .reduce(self) { text, entity in text.replacing(entity.0, with: entity.1) }
    }
}

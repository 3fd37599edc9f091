import Glibc
import Testing

@Suite("Dashboards can be imported as they are")
struct DashboardTests {
    private static let files = SourceTree.texts { $0.hasPrefix("dashboards/") && $0.hasSuffix(".json") }

    @Test("Every panel explains itself and has a place of its own", arguments: files.map(\.path))
    func panels(_ path: String) throws {
        let dashboard = try Self.dashboard(path)
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        #expect(dashboard.templating.list.contains { $0.name == "datasource" })
        for panel in dashboard.panels where panel.type != "row" {
            #expect(panel.description?.isEmpty == false, "'\(panel.title)' has no description")
            #expect(panel.targets?.isEmpty == false, "'\(panel.title)' asks nothing")
            #expect(panel.gridPos.x + panel.gridPos.w <= 24, "'\(panel.title)' leaves the grid")
        }
    }

    @Test(
        "Prometheus understands every expression",
        .enabled(if: Promtool.isInstalled, "promtool is not installed: apt-get install prometheus"),
        arguments: files.map(\.path)
    )
    func expressions(_ path: String) throws {
        let expressions = try Self.dashboard(path).expressions
        #expect(!expressions.isEmpty)
        let objections = try Promtool.objections(to: expressions)
        #expect(objections == "")
    }

    @Test(
        "An expression that Prometheus does not understand is seen",
        .enabled(if: Promtool.isInstalled, "promtool is not installed: apt-get install prometheus")
    )
    func wrongExpression() throws {
        #expect(try Promtool.objections(to: ["sum(defib_storm"]) != "")
    }

    private static func dashboard(_ path: String) throws -> Dashboard {
        try Dashboard(#require(files.first { $0.path == path }))
    }
}

@Suite("Dashboards are written from one source")
struct DashboardSourceTests {
    @Test(
        "What is committed is what the source says now",
        .enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs python3 (Debian's python3)")
    )
    func upToDate() throws {
        let pipe = try #require(popen("python3 '\(SourceTree.root)/dashboards/generate' --check 2>&1", "r"))
        var output: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        let status = pclose(pipe)
        #expect(status == 0, "\(String(decoding: output, as: UTF8.self))")
    }
}

import Testing
import Transfer

@Suite("Metrics during an incident", .needsRoot)
struct MetricsTests {
    @Test(
        "please promtool, and end as OpenMetrics does where that was asked for",
        .needs("promtool", package: "prometheus")
    )
    func exposition() async throws {
        try await Theatre.play { theatre in
            let patient = theatre.guests[0]
            try await theatre.sandbox.hang(patient, "hard")
            try await theatre.action(on: patient, reaches: "accepted", "completed")

            let page = await theatre.client.text("/metrics")
            #expect(page.contains(#"defib_incidents_open{state="open"} 1"#))
            #expect(page.contains(#"defib_actions_total{action="restart""#))
            try theatre.folder.put(page, in: "metrics.txt")
            let file = theatre.folder.file("metrics.txt")
            let verdict = try await theatre.namespace.complete(["sh", "-c", "promtool check metrics < \(file)"])
            #expect(verdict.code == 0)
            #expect(verdict.output + verdict.errors == "")

            let open = try #require(
                await theatre.client.get("/metrics", accept: "application/openmetrics-text; version=1.0.0")
            )
            #expect(open.header("content-type")?.hasPrefix("application/openmetrics-text; version=1.0.0") == true)
            #expect(open.body.text.hasSuffix("\n# EOF\n"))
            #expect(await theatre.client.get("/metrics")?.header("content-type")?.hasPrefix("text/plain") == true)
        }
    }
}

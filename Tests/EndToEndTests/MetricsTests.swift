import Sandbox
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

    @Test(
        "are scraped without an error by a real Prometheus, which evaluates the shipped rules",
        .needs("prometheus", package: "prometheus")
    )
    func prometheus() async throws {
        try await Theatre.play { theatre in
            try await RunningPrometheus.watch(theatre) { prometheus in
                let patient = theatre.guests[0]
                _ = try await eventually("both jobs are up") {
                    await (prometheus.query("up == 1").count == 2).ifTrue
                }
                // The parser takes the whole page or nothing of it.
                #expect(await prometheus.query("defib_build_info{job=\"defib\"}").count == 1)
                #expect(await prometheus.query("defib_loop_lag_seconds_count > 0").count == 1)
                let probes = await prometheus.query("probe_success{job=\"blackbox\"}").map(\.metric)
                #expect(!probes.isEmpty)
                for labels in probes {
                    #expect(labels["instance"] == "\(labels["name"] ?? "")/\(labels["probe"] ?? "")")
                }
                #expect(await prometheus.query("{job=\"blackbox\", __name__=~\"defib_.+\"}").isEmpty)

                let rules = try await eventually("every rule was evaluated") {
                    let rules = await prometheus.rules()
                    return rules.isEmpty || rules.contains { $0.health == "unknown" } ? nil : rules
                }
                #expect(rules.filter { $0.health != "ok" }.isEmpty)

                try await theatre.sandbox.hang(patient, "hard")
                _ = try await eventually("the alert on the patient is pending") {
                    let alerts = await prometheus.query("ALERTS{alertname=\"DefibTargetDown\"}")
                    return alerts.contains { $0.metric["vps"] == patient.id }.ifTrue
                }
                #expect(await prometheus.query("ALERTS{alertname=\"DefibWatchdog\", alertstate=\"firing\"}").count == 1)
            }
        }
    }
}

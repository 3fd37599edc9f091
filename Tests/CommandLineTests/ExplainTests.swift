import Engine
import FoundationEssentials
import Journal
import Testing

/// `explain` on real journals, without a daemon.
@Suite("explain")
struct ExplainTests {
    private static let start = Timestamp(milliseconds: 1_777_293_296_000)

    private func scene(_ incident: IncidentRecord, _ more: [Record]) throws -> Scene {
        let scene = try Scene()
        let store = try JournalStore(directory: "\(scene.folder.path)/data", startedAt: Self.start)
        var batch = JournalBatch()
        for record in [.incident(incident)] + more { batch.append(record) }
        try store.commit(batch)
        try store.close()
        return scene
    }

    private func incident(_ change: (inout IncidentRecord) -> Void) throws -> IncidentRecord {
        var incident = IncidentRecord(
            id: 1,
            vps: try #require(VPSID(Scene.vps)),
            name: "web-1",
            rule: "web-hung",
            firstFailureAt: Self.start,
            openedAt: Self.start + .seconds(64)
        )
        change(&incident)
        return incident
    }

    private func action(_ id: Int64, _ name: String, after: TimeSpan) throws -> ActionRecord {
        var action = ActionRecord(
            id: id,
            incident: 1,
            vps: try #require(VPSID(Scene.vps)),
            name: "web-1",
            action: name,
            intendedAt: Self.start + after,
            origin: "rule web-hung"
        )
        action.state = .completed
        action.answeredAt = action.intendedAt + .milliseconds(400)
        action.endedAt = action.intendedAt + .seconds(12)
        action.requestID = "req_\(id)"
        action.operation = Operation(jobID: "job_\(id)", pollPath: nil)
        return action
    }

    private func decision(
        _ id: Int64,
        _ verdict: DecisionRecord.Verdict,
        _ action: String?,
        after: TimeSpan,
        _ summary: String,
        gates: [GateResult] = []
    ) throws -> Record {
        let seen = Evidence.SeenProbe(
            name: "http",
            state: "down",
            reason: "timed out: no answer",
            startedAt: Self.start,
            signs: ["syn_ack"]
        )
        let evidence = Evidence(
            condition: "http.down",
            verdict: .yes,
            since: Self.start,
            probes: [seen],
            platform: "running, listed 12s ago",
            gates: gates
        )
        return .decision(
            DecisionRecord(
                id: id,
                incident: 1,
                vps: VPSID(Scene.vps),
                name: "web-1",
                at: Self.start + after,
                verdict: verdict,
                action: action,
                summary: summary,
                evidence: evidence
            )
        )
    }

    private func recovered() throws -> Scene {
        let told = Notification(
            id: 1,
            key: "k",
            status: .firing,
            kind: .actionSent,
            severity: "warning",
            vps: VPSID(Scene.vps),
            name: "web-1",
            incident: 1,
            summary: "web-1 restart sent",
            description: "",
            startsAt: Self.start
        )
        return try scene(
            incident {
                $0.state = .recovered
                $0.endedAt = Self.start + .seconds(310)
                $0.curedBy = "restart"
            },
            [
                decision(1, .incidentOpened, nil, after: .seconds(64), "held for 1m"),
                decision(
                    2,
                    .act,
                    "restart",
                    after: .seconds(65),
                    "restart: every gate passed",
                    gates: [
                        GateResult(gate: .armed, outcome: .passed, detail: "armed"),
                        GateResult(gate: .targetBudget, outcome: .passed, detail: "0 of 3 per 1d spent"),
                    ]
                ),
                .action(try action(1, "restart", after: .seconds(65))),
                .notification(
                    NotificationRecord(notification: told, receiver: "oncall", state: .delivered, attempts: 1)
                ),
                .notification(
                    NotificationRecord(notification: told, receiver: "am", attempts: 3, lastError: "answered 503")
                ),
            ]
        )
    }

    @Test("Essentials come first: how long, since when, what cured it")
    func essentials() throws {
        let outcome = try recovered().program.run("explain", "web-1")
        #expect(outcome.status == 0)
        let text = outcome.words
        #expect(text.contains("web-1 was down for 5m10s, from 2026-04-27 12:34:56 UTC, and is back, after a restart."))
        #expect(text.contains("a restart after 1m5s (accepted, completed after 12s)"))
        let order = ["was down for", "Nothing is left to do", "Timeline", "Who was told"].map {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(order.allSatisfy { $0 != nil })
        #expect(order.compactMap(\.self) == order.compactMap(\.self).sorted())
    }

    @Test("The timeline has what was seen, each gate with its numbers, and the ids that support asks for")
    func timeline() throws {
        let output = try recovered().program.run("explain", "1").words
        #expect(output.contains("12:36:01 +1m5s"))
        #expect(output.contains("http down timed out: no answer; signs of life: syn_ack"))
        #expect(output.contains("✓ targetBudget 0 of 3 per 1d spent"))
        #expect(output.contains("request req_1, job job_1"))
        #expect(output.contains("delivered"))
        #expect(output.contains("answered 503"))
    }

    @Test("--brief leaves the timeline out")
    func brief() throws {
        #expect(!(try recovered().program.run("explain", "1", "--brief").output.contains("Timeline")))
    }

    @Test("What was refused is told with the gate and its numbers, and what happens next")
    func handedOver() throws {
        let refusal = GateResult(
            gate: .noSignOfLife,
            outcome: .refused,
            detail: "echo seen 4s ago, within 1m",
            canPass: false
        )
        let scene = try scene(
            incident {
                $0.state = .handedOver
                $0.conclusion = "reset refused: noSignOfLife"
            },
            [decision(1, .refuse, "reset", after: .seconds(250), "noSignOfLife", gates: [refusal])]
        )
        let text = try scene.program.run("explain", "web-1").words
        #expect(text.contains("needs a person"))
        #expect(text.contains("Nothing was sent to the provider."))
        #expect(text.contains("A reset was refused after 4m10s: noSignOfLife (echo seen 4s ago, within 1m)."))
        #expect(text.contains("Defib is not running"))
    }

    @Test("As JSON it is one document in the HTTP API's shapes, with the same sentences")
    func json() throws {
        struct Story: Decodable {
            struct Incident: Decodable {
                struct Action: Decodable { var requestID: String? }
                var id: Int
                var state: String
                var actions: [Action]
            }
            var incident: Incident
            var essentials: [String]
            var isDaemonRunning: Bool
        }
        let outcome = try recovered().program.run("explain", "1", "--json")
        let story = try JSONDecoder().decode(Story.self, from: Data(outcome.output.utf8))
        #expect(story.incident.state == "recovered")
        #expect(story.incident.actions.first?.requestID == "req_1")
        #expect(story.essentials.first?.contains("5m10s") ?? false)
        #expect(!story.isDaemonRunning)
    }

    @Test("It needs no configuration where the folder is named")
    func withoutConfiguration() throws {
        let scene = try recovered()
        try scene.folder.write("nonsense: [", to: "defib.yml")
        #expect(try scene.program.run("explain", "1", "--data-dir", "data").status == 0)
    }

    @Test("Lines are no longer than the width that was asked for")
    func width() throws {
        var scene = try recovered()
        scene.program.environment = ["COLUMNS": "64"]
        let output = try scene.program.run("explain", "1").output
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= 64 })
    }

    @Test("What is not there is one line: incident, target, journal", arguments: ["77", "wbe-1"])
    func absent(_ subject: String) throws {
        let scene = try recovered()
        let outcome = try scene.program.run("explain", subject)
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        let nothing = try Scene().program.run("explain", subject)
        #expect(nothing.errors.contains("no journal at"))
    }
}

import FoundationEssentials
import Testing

@Suite("check")
struct CheckTests {
    @Test("A good configuration is summed up: rules, who is paged, and why nothing would be done")
    func summary() throws {
        let scene = try Scene()
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 0)
        #expect(outcome.words.contains("good: 1 target, 1 rule, 0 receivers"))
        #expect(outcome.words.contains("restart, wait 3m → reset ×2, wait 4m → page"))
        #expect(outcome.words.contains("never: mode: observe; it is the only target"))
        #expect(scene.api.requests.isEmpty)
    }

    @Test("Warnings are told, and are no failure")
    func warnings() throws {
        let scene = try Scene()
        try scene.configure([("mode: observe", "mode: armed")])
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains(": warning: "))
        #expect(outcome.errors.contains("the only target is never acted on"))
    }

    @Test("Armed, with a reference and every limit above zero, a target may be acted on")
    func armed() throws {
        let scene = try Scene()
        try scene.configure([
            ("mode: observe", "mode: armed\nreference_targets: [\"tcp://127.0.0.1:\(scene.api.port)\"]")
        ])
        let outcome = try scene.program.run("check")
        #expect(outcome.status == 0)
        #expect(outcome.words.contains("when a rule holds and every gate passes"))
    }

    @Test("As JSON, errors have their places")
    func errorsAsJSON() throws {
        struct Report: Decodable {
            struct Finding: Decodable {
                var line: Int
                var severity: String
                var suggestion: String?
            }
            var isGood: Bool
            var diagnostics: [Finding]
        }
        let scene = try Scene()
        try scene.configure([("timeout: 3s", "timeout: 3 seconds")])
        let outcome = try scene.program.run("check", "--json")
        #expect(outcome.status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(!report.isGood)
        #expect(report.diagnostics.first?.line == 12)
        #expect(report.diagnostics.first?.suggestion == "did you mean '3s'?")
    }
}

@Suite("check --online")
struct OnlineCheckTests {
    private func check(_ scene: Scene) throws -> Program.Outcome {
        let outcome = try scene.program.run("check", "--online")
        #expect(scene.api.requests.allSatisfy { $0.hasPrefix("GET ") })
        #expect(!(outcome.output + outcome.errors).contains(Scene.token))
        return outcome
    }

    @Test("Every gate that would pass is said to")
    func passes() throws {
        let outcome = try check(Scene())
        #expect(outcome.status == 0)
        #expect(outcome.words.contains("restart would be taken"))
        #expect(outcome.words.contains("reset would be taken"))
        #expect(outcome.words.contains("Nothing stands in the way"))
    }

    @Test("An account that serves no gates needs assume_gates, and then passes")
    func noGates() throws {
        let scene = try Scene()
        scene.api.answer("/api/v2/vps/\(Scene.vps)", with: .init(body: Scene.resource(gates: false)))
        let outcome = try check(scene)
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("reset would be refused"))
        #expect(outcome.words.contains("assume_gates: true"))
        try scene.configure([("token_file: token", "token_file: token, assume_gates: true")])
        #expect(try check(scene).status == 0)
    }

    @Test("An account that serves no pendingTasks needs assume_idle, and then passes")
    func noTasks() throws {
        let scene = try Scene()
        scene.api.answer("/api/v2/vps/\(Scene.vps)/status", with: .init(body: Scene.status(tasks: nil)))
        let outcome = try check(scene)
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("assume_idle: true"))
        try scene.configure([("token_file: token", "token_file: token, assume_idle: true")])
        #expect(try check(scene).status == 0)
    }

    @Test("A VPS at work is refused by the platform's gate, and needs no setting")
    func busy() throws {
        let scene = try Scene()
        scene.api.answer("/api/v2/vps/\(Scene.vps)/status", with: .init(body: Scene.status(tasks: #"["backup"]"#)))
        let outcome = try check(scene)
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("tasks are pending"))
        #expect(!outcome.words.contains("assume_idle: true"))
    }

    @Test("An id that the account lacks is a finding")
    func absent() throws {
        let scene = try Scene()
        try scene.configure([(Scene.vps, "vps_other")])
        let outcome = try check(scene)
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("not in this account"))
    }

    @Test("As JSON, every gate of every action is there")
    func asJSON() throws {
        struct Report: Decodable {
            struct Online: Decodable { var targets: [Target] }
            struct Target: Decodable { var actions: [Action] }
            struct Action: Decodable {
                var action: String
                var gates: [Gate]
            }
            struct Gate: Decodable {
                var gate: String
                var outcome: String
            }
            var online: Online
        }
        let outcome = try Scene().program.run("check", "--online", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        let actions = try #require(report.online.targets.first).actions
        #expect(actions.map(\.action) == ["restart", "reset"])
        #expect(actions.allSatisfy { $0.gates.map(\.gate) == ["platform", "maintenance", "capability"] })
        #expect(actions.allSatisfy { $0.gates.allSatisfy { $0.outcome == "passed" } })
    }
}

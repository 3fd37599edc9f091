import FoundationEssentials
import Glibc
import Testing

@Suite("init")
struct InitTests {
    private func start(_ scene: Scene, _ more: String...) throws -> Program.Outcome {
        let place = ["init", "--base-url", scene.api.origin, "--output", "new/defib.yml", "--data-dir", "data"]
        return try scene.program.run(place + (more.isEmpty ? ["--token-file", "token"] : more))
    }

    private func scene() throws -> Scene {
        let scene = try Scene()
        mkdir("\(scene.folder.path)/new", 0o755)
        return scene
    }

    @Test("It writes a configuration that observes, which check accepts as it stands, online too")
    func written() throws {
        let scene = try scene()
        let outcome = try start(scene)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("wrote new/defib.yml"))
        let text = try scene.folder.read("new/defib.yml")
        #expect(text.contains(Scene.vps))
        #expect(text.contains("mode: observe"))
        #expect(!text.contains(Scene.token))
        let check = try scene.program.run("check", "--online", "--config", "new/defib.yml")
        #expect(check.status == 0)
        #expect(check.output.contains("ping-lost"))
    }

    @Test("What is there is kept, unless --force says otherwise")
    func kept() throws {
        let scene = try scene()
        try scene.folder.write("mine", to: "new/defib.yml")
        let refused = try start(scene)
        #expect(refused.status == 1)
        #expect(refused.errorLines.count == 1)
        #expect(refused.errors.contains("--force"))
        #expect(try scene.folder.read("new/defib.yml") == "mine")
        #expect(scene.api.requests.isEmpty)
        #expect(try start(scene, "--token-file", "token", "--force").status == 0)
        #expect(try scene.folder.read("new/defib.yml") != "mine")
    }

    @Test("A rule file of one's own is kept")
    func keptRules() throws {
        let scene = try scene()
        mkdir("\(scene.folder.path)/new/rules", 0o755)
        try scene.folder.write(Scene.rules, to: "new/rules/ping-only.yml")
        let outcome = try start(scene)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("kept"))
        #expect(try scene.folder.read("new/rules/ping-only.yml") == Scene.rules)
    }

    @Test("As JSON, it says what it wrote and what it kept")
    func json() throws {
        struct Report: Decodable {
            var written: [String]
            var kept: [String]
        }
        let outcome = try start(scene(), "--token-file", "token", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.written == ["new/defib.yml", "new/rules/ping-only.yml"])
        #expect(report.kept.isEmpty)
    }

    @Test("A key in the environment is named, not written")
    func environment() throws {
        var scene = try scene()
        scene.program.environment = ["HOSTUP_KEY": Scene.token]
        #expect(try start(scene, "--token-env", "HOSTUP_KEY").status == 0)
        let text = try scene.folder.read("new/defib.yml")
        #expect(text.contains("token_env: HOSTUP_KEY"))
        #expect(!text.contains(Scene.token))
        #expect(try scene.program.run("check", "--online", "--config", "new/defib.yml").status == 0)
    }
}

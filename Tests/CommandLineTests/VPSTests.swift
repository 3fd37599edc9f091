import FoundationEssentials
import Testing

@Suite("vps")
struct VPSTests {
    @Test("list, show, status and gates say what the API says, and name the VPS by its target's name")
    func texts() throws {
        let scene = try Scene()
        #expect(try scene.program.run("vps").output.contains("\(Scene.vps)  web-1  203.0.113.7  running  active"))
        #expect(try scene.program.run("vps", "show", "web-1").output.contains("203.0.113.7"))
        #expect(try scene.program.run("vps", "status", Scene.vps).output.contains("uptime  1d"))
        let gates = try scene.program.run("vps", "gates", "web-1")
        #expect(gates.status == 0)
        #expect(gates.output.contains("reset would be taken"))
    }

    @Test("Each is one JSON document", arguments: ["list", "show web-1", "status web-1", "gates web-1"])
    func json(_ command: String) throws {
        struct Anything: Decodable {}
        let outcome = try Scene().program.run(["vps"] + command.split(separator: " ").map(String.init) + ["--json"])
        #expect(outcome.status == 0)
        _ = try JSONDecoder().decode(Anything.self, from: Data(outcome.output.utf8))
    }

    @Test("A misspelt name suggests the nearest, and asks nobody")
    func misspelt() throws {
        let scene = try Scene()
        let outcome = try scene.program.run("vps", "show", "web1")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "defib: no target is called 'web1'; did you mean 'web-1'?\n")
        #expect(scene.api.requests.isEmpty)
    }

    @Test("What a provider writes can't move a terminal's cursor")
    func controls() throws {
        let scene = try Scene()
        scene.api.answer(
            "/api/v2/vps",
            with: .init(body: #"{"data":[{"id":"vps_1","name":"a\u001b[2Jb","powerState":"running"}]}"#)
        )
        let outcome = try scene.program.run("vps", "list")
        #expect(outcome.status == 0)
        #expect(!outcome.output.utf8.contains(0x1B))
    }
}

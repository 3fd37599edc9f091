import Engine
import Testing

@testable import Configuration

@Suite("What is shipped")
struct ShippedFilesTests {
    @Test("the example configuration loads without a word")
    func example() throws {
        let text = try Fixtures.text(Fixtures.root + "packaging/defib.example.yml")
        let rules = try ["rules/web.yml", "rules/ping-only.yml"].map { ($0, try Fixtures.text(Fixtures.root + $0)) }
        var files = Dictionary(uniqueKeysWithValues: rules).mapValues { Array($0.utf8) }
        files["defib.yml"] = Array(text.utf8)
        files[ZoneDatabase.path(of: "Europe/Stockholm")] = ZoneTests.file()
        let outcome = ConfigurationLoader.load(path: "defib.yml", files: FilesInMemory(bytes: files))
        #expect(outcome.diagnostics.rendered == "")
        let configuration = try #require(outcome.loaded)
        #expect(configuration.policy.mode == .observe)
        #expect(configuration.policy.rules.map(\.name) == ["web-hung", "ping-lost"])
    }

    @Test("the template loads without a word, whatever the API calls the servers")
    func template() throws {
        let servers = [
            InitTemplate.Server(id: "vps_1", name: "web-1", primaryIP: "203.0.113.7"),
            InitTemplate.Server(id: "vps_2", name: "web-1", primaryIP: "2001:db8::7"),
            InitTemplate.Server(id: "vps_3", name: "a \"b\" \\ {c}: #\n- *d \u{7}\u{E02A}", primaryIP: "203.0.113.9"),
            InitTemplate.Server(id: "vps_4", name: "", primaryIP: "203.0.113.10"),
            InitTemplate.Server(id: "vps_5", name: "new", primaryIP: nil),
            InitTemplate.Server(id: "../etc", name: "evil", primaryIP: "203.0.113.11"),
        ]
        let outcome = load(InitTemplate().render(servers), ["rules/ping-only.yml": InitTemplate.pingOnlyRules])
        #expect(outcome.diagnostics.rendered == "")
        let policy = try #require(outcome.loaded).policy
        #expect(policy.mode == .observe)
        #expect(policy.targets.map(\.id.text) == ["vps_1", "vps_2", "vps_3", "vps_4"])
        #expect(policy.targets.map(\.name) == ["web-1", "web-1 (vps_2)", "a \"b\" \\ {c}: #- *d ", "vps_4"])
    }

    @Test("the template of an account without servers is still a configuration")
    func emptyTemplate() throws {
        let template = InitTemplate(baseURL: "http://127.0.0.1:8080")
        let outcome = load(template.render([]), ["rules/ping-only.yml": InitTemplate.pingOnlyRules])
        #expect(outcome.loaded?.provider.baseURL == "http://127.0.0.1:8080")
        #expect(outcome.diagnostics.map(\.message) == ["there are no targets: nothing is watched"])
    }

    @Test("the rules that go with the template are the shipped ones")
    func starterRules() throws {
        #expect(try Fixtures.text(Fixtures.root + "rules/ping-only.yml") == InitTemplate.pingOnlyRules)
    }
}

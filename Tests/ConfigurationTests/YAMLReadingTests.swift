import Engine
import Testing

@testable import Configuration

@Suite("Reading YAML")
struct YAMLReadingTests {
    private func diagnostics(_ text: String) -> [String] {
        load("provider: {hostup: {token_env: TOKEN}}\n" + text).diagnostics.filter { $0.severity == .error }
            .map { "\($0.line):\($0.column) \($0.message)" }
    }

    @Test("places hold with every kind of line end")
    func lineEnds() {
        for end in ["\n", "\r\n"] {
            let text = ["mode: armed", "data_dir: x", "mode: observe", "mod: armed", ""].joined(separator: end)
            let expected = ["4:1 duplicate key 'mode'", "5:1 unknown key 'mod' in the configuration"]
            #expect(diagnostics(text) == expected)
        }
    }

    @Test("columns count characters, not bytes")
    func columns() {
        #expect(
            diagnostics("targets: [{vps: a, name: Ångström-😀, mod: x}]").first?.hasPrefix("2:38 unknown key") == true
        )
    }

    @Test("a star stays a star wherever it names no alias")
    func stars() throws {
        let text = "provider: {hostup: {token_env: TOKEN}}\nrule_files: [a*.yml, \"*ab.yml\"] # *not\ndata_dir: '*'\n"
        let loaded = load(text, ["ab.yml": "rules: []"]).loaded
        #expect(loaded?.ruleFiles == ["ab.yml"])
        #expect(loaded?.dataDirectory == "*")
    }

    @Test("an alias means what its anchor meant last, and never itself")
    func aliases() {
        #expect(diagnostics("mode: &m armed\nlisten: &m '127.0.0.1:1'\ndata_dir: *m\n").isEmpty)
        #expect(diagnostics("limits: &l {fleet: *l}\n") == ["2:20 unknown alias '*l'"])
    }

    @Test("what stands in the mapping wins over what is merged into it")
    func merging() throws {
        let text = """
            provider: {hostup: {token_env: TOKEN}}
            targets:
              - {vps: a, probes: {icmp: &i {host: 192.0.2.1, interval: 7s}}}
              - {vps: b, probes: {icmp: {interval: 9s, <<: *i}}}
            """
        let targets = try #require(load(text).loaded).policy.targets
        #expect(targets.map { $0.probes[0].interval.description } == ["7s", "9s"])
        #expect(diagnostics("limits: {<<: 5}") == ["2:10 '<<' merges a mapping, but this is a text"])
    }

    @Test("many duplicate keys are told in bounded time")
    func manyDuplicates() {
        let text = String(repeating: "mode: armed\n", count: 3_000)
        #expect(!diagnostics(text).isEmpty)
    }

    /// Small mappings are looked through, large ones looked up in.
    @Test("the first of two equal keys counts, however many stand between", arguments: [1, 14, 15, 16, 40])
    func duplicatesFarApart(between: Int) {
        let others = (0..<between).map { "k\($0): x, " }.joined()
        let text = "limits: {first: x, \(others)first: y, k0: z}"
        let duplicates = diagnostics(text).filter { $0.contains("duplicate key") }
        #expect(duplicates.count == 2 && duplicates.first?.contains("'first'") == true)
    }

    @Test("deep nesting ends in a diagnostic", arguments: ["[", "{a: ", "- ", "? "])
    func depth(opening: String) {
        #expect(!diagnostics("x: \n " + String(repeating: opening, count: 20_000)).isEmpty)
    }
}

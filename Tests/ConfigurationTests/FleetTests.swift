import Configuration
import Engine
import Testing

@Suite("A large fleet")
struct FleetTests {
    private let head = "provider: {hostup: {token_env: TOKEN}}\nrule_files: [rules.yml]\ntargets:\n"
    private let rules = """
        rules:
          - name: lost
            when: icmp.down and tcp.down and platform.running
            for: 60s
            ladder: [{action: restart, wait: 180s}, {action: page}]
        """

    @Test("five thousand targets load, each as written")
    func manyTargets() throws {
        let targets = (0..<5_000).map { number in
            let host = "10.0.\(number / 250).\(number % 250 + 1)"
            return "  - {vps: vps_\(number), probes: {icmp: {host: \(host)}, tcp: {host: \(host), port: 22}}}\n"
        }
        let outcome = load(head + targets.joined(), ["rules.yml": rules])
        #expect(outcome.diagnostics.rendered == "")
        #expect(outcome.loaded?.policy.targets.count == 5_000)
        #expect(outcome.loaded?.policy.targets.last?.id.text == "vps_4999")
    }

    @Test("a fleet that is wrong throughout is not told about target by target")
    func manyErrors() {
        let targets = (0..<1_000).map { "  - {vps: vps_\($0), probes: {icmp: {}}}\n" }
        let outcome = load(head + targets.joined(), ["rules.yml": rules])
        #expect(outcome.diagnostics.count { $0.file == "defib.yml" } == 101)
        #expect(outcome.diagnostics.map(\.message).contains("900 more of this kind in the file are not shown"))
    }

    @Test("an error behind many warnings still refuses")
    func errorBehindWarnings() {
        let rules = (0..<200).map {
            "  - {name: r\($0), match: {names: [x]}, when: icmp.down, for: 60s, ladder: [{action: restart, wait: 60s}]}\n"
        }
        let text =
            "rules:\n" + rules.joined() + "  - {name: r0, match: {names: [x]}, when: icmp.dwn, for: 60s, ladder: []}\n"
        let outcome = load(head + "  - {vps: a, probes: {icmp: {host: 10.0.0.1}}}\n", ["rules.yml": text])
        #expect(outcome.loaded == nil)
    }
}

import Engine
import Simulation
import Testing

@testable import Configuration

/// The first half of the promise, for the rules that are shipped: whatever else a guest gives, one that answers is not shocked.
@Suite("A guest that answers")
struct BeatingHeartTests {
    /// Rounds of the other probes, in every order of these.
    private static let courses = [
        "up for 2m down", "up for 2m down(connection_refused) for 10m up", "up for 2m unknown",
        "up for 2m down(timed_out, syn_ack)", "up x3 down x2 up x1 down",
    ]

    /// What the targets of each rule are asked, the answering probe first.
    private static let subjects: [(rules: String, labels: String, answering: String, others: [String])] = [
        ("web", "role: web", "http: up", ["icmp: %", "tcp: %"]),
        ("half-hung", "half_hung: reset", "http: up", ["icmp: %", "ssh: {kind: tcp, banner: SSH-, series: \"%\"}"]),
        ("database", "role: database", "db: {kind: tcp, series: up}", ["icmp: %", "ssh: {kind: tcp, series: \"%\"}"]),
        (
            "mail", "role: mail", "smtp: {kind: tcp, banner: \"220\", series: up}",
            ["icmp: %", "imap: {kind: tls, series: \"%\"}"]
        ),
        ("ping-only", "role: ping-only", "icmp: up", ["ssh: {kind: tcp, series: \"%\"}"]),
    ]

    @Test("is never acted upon by a shipped rule, whatever its other probes say", arguments: subjects.map(\.rules))
    func unharmed(rules: String) throws {
        let subject = try #require(Self.subjects.first { $0.rules == rules })
        for platform in ["running", "running for 5m stopped"] {
            for first in Self.courses {
                for second in Self.courses {
                    let probes = zip(subject.others, [first, second]).map { $0.replacing("%", with: $1) }
                    let lines = ([subject.answering] + probes).map { "          \($0)\n" }.joined()
                    let text = """
                        tests:
                          - name: it answers
                            fleet: 2
                            length: 25m
                            targets:
                              - name: guest
                                labels: {\(subject.labels)}
                                platform: \(platform)
                                probes:
                        \(lines)    expect: []
                        """
                    try check(text, rules)
                }
            }
        }
    }

    private func check(_ text: String, _ rules: String) throws {
        let path = RuleTestSamples.root + "rules/\(rules).yml"
        let source = String(decoding: try FilesOnDisk().read(path, limit: 1 << 20), as: UTF8.self)
        let files = FilesInMemory(["\(rules).yml": source, "\(rules).test.yml": text])
        switch RuleTestLoader.load(path: "\(rules).test.yml", files: files) {
        case .refused(let diagnostics): Issue.record("\(diagnostics.rendered)\(text)")
        case .loaded(let file):
            for report in file.tests.map(RuleTestRunner.run) { #expect(report.hasPassed, "\(text)\n\(report.plain)") }
        }
    }
}

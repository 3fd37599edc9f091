import Engine
import Exposition
import Glibc
import HostUp
import Testing

@testable import Daemon
@testable import Probes

/// The same targets, asked at the same time by the real blackbox_exporter and by Defib: what both say of them agrees.
@Suite(
    .enabled(if: geteuid() == 0, "needs root, for echoes"),
    .enabled(
        if: BlackboxExporter.isInstalled,
        "blackbox_exporter is not installed: apt-get install prometheus-blackbox-exporter"
    )
)
struct BlackboxParityTests {
    private let probing: Probing

    init() throws {
        probing = try Probing()
    }

    @Test func `HTTP, good and bad`() async throws {
        let modified = "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT"
        let good = try LoopbackServer(.answer(LoopbackServer.http("200 OK", headers: [modified], body: "all is ok")))
        let missing = try LoopbackServer(.answer(LoopbackServer.http("404 Not Found", body: "no")))
        let empty = try LoopbackServer(.answer("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))
        let chunked = try LoopbackServer(
            .answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        )
        let old = try LoopbackServer(.answer("HTTP/1.0 200 OK\r\n\r\nuntil the end"))
        let elsewhere = try LoopbackServer(
            .answer(LoopbackServer.http("302 Found", headers: ["Location: http://127.0.0.1:\(good.port)/"]))
        )
        let silent = try LoopbackServer(.silence)
        let cutting = try LoopbackServer(.cut)
        try await expectAgreement([
            .http("good", port: good.port),
            .http("wrong_status", port: missing.port),
            .http("no_body", port: empty.port),
            .http("chunked", port: chunked.port),
            .http("http10", port: old.port),
            .http("pattern_holds", port: good.port, settings: "fail_if_body_not_matches_regexp: [\"is ok\"]") {
                $0.bodyMatches = "is ok"
            },
            .http("pattern_fails", port: good.port, settings: "fail_if_body_not_matches_regexp: [\"is not\"]") {
                $0.bodyMatches = "is not"
            },
            .http("redirect_kept", port: elsewhere.port),
            .http("redirect_followed", port: elsewhere.port, settings: "follow_redirects: true") {
                $0.maxRedirects = 5
            },
            .http("refused", port: 1),
            .http("silent", port: silent.port),
            .http("cut", port: cutting.port),
        ])
    }

    @Test func `Certificates, good and bad`() async throws {
        let good = try TLSServer(days: 40)
        let older = try TLSServer(days: 20, options: ["-tls1_2"])
        let expired = try TLSServer(days: -1)
        try await expectAgreement([
            .https("https", port: good.port, authority: good.certificate),
            .https("https_tls12", port: older.port, authority: older.certificate),
            .https("https_unknown_authority", port: good.port, authority: nil),
            .https("https_expired", port: expired.port, authority: expired.certificate),
            .tls("tls", port: good.port, authority: good.certificate),
            .tls("tls_tls12", port: older.port, authority: older.certificate),
            .tls("tls_unknown_authority", port: good.port, authority: nil),
            .tls("tls_refused", port: 1, authority: nil),
        ])
    }

    @Test func `TCP, good and bad`() async throws {
        let greeter = try LoopbackServer(.greet("SSH-2.0-OpenSSH_9.2\r\n"))
        let silent = try LoopbackServer(.silence)
        try await expectAgreement([
            .tcp("connects", port: silent.port),
            .tcp("banner", port: greeter.port, banner: "SSH-"),
            .tcp("wrong_banner", port: greeter.port, banner: "220 "),
            .tcp("no_banner", port: silent.port, banner: "SSH-"),
            .tcp("refused", port: 1),
            .tcp("refused_v6", port: 1, host: "::1"),
        ])
    }

    @Test func `ICMP, good and bad`() async throws {
        try await expectAgreement([
            .icmp("echo", host: "127.0.0.1"),
            .icmp("echo_v6", host: "::1"),
            .icmp("silent", host: "192.0.2.1"),
        ])
    }

    @Test func `A difference is seen`() {
        let theirs = ExpositionText("# TYPE probe_success gauge\nprobe_success 1\n# TYPE probe_x gauge\nprobe_x 1\n")
        let ours = ExpositionText("# TYPE probe_success counter\nprobe_success{vps=\"a\"} 0\nprobe_y 1\n")
        #expect(Comparison.objections(ours: ours, theirs: theirs).count == 4)
    }

    @Test func `The document tells each of them`() throws {
        // Tests/ProbesTests/Parity/BlackboxParityTests.swift
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        let document = try Command.run(["cat", "\(root)/docs/metrics.md"])
        for deviation in Deviation.all where deviation.reason != "time" {
            #expect(document.contains("`\(deviation.family)`"), "\(deviation.reason)")
        }
    }

    // MARK: Asking both

    private func expectAgreement(_ cases: [ParityCase]) async throws {
        let exporter = try BlackboxExporter(modules: cases.map { ($0.name, $0.module) })
        for one in cases {
            let theirs = try await exporter.probe(one.target, module: one.name, through: probing.transfers)
            let ours = await page(of: one)
            let objections = Comparison.objections(
                ours: ExpositionText(ours, without: ["vps", "name", "probe"]),
                theirs: ExpositionText(theirs),
                ignoring: one.ignored
            )
            #expect(objections == [], "\(one.name)")
        }
    }

    /// What Defib would serve after one round.
    private func page(of one: ParityCase) async -> String {
        guard let id = VPSID("vps_1") else { return "" }
        let definition = ProbeDefinition(
            name: one.name,
            interval: .seconds(10),
            timeout: .seconds(1),
            check: one.check
        )
        let observation = await probing.probers.probeOnce(definition, vps: id)
        let target = Target(id: id, name: "web-1", labels: [], probes: [definition])
        var engine = Engine(policy: Policy(mode: .observe, targets: [target], rules: []), now: observation.startedAt)
        _ = engine.step(.observationArrived(observation), now: observation.endedAt)
        var rows = FleetRows()
        rows.append(engine.slice(0..<1, at: observation.endedAt), LabelShelf())
        let page = MetricsPage(
            view: engine.view(now: observation.endedAt),
            rows: rows,
            counted: Meters().current,
            usage: ProviderUsage(),
            receivers: [],
            process: nil,
            version: "test"
        )
        return String(decoding: Array(page.parts(.text).joined()), as: UTF8.self)
    }
}

import Engine
import Testing

@testable import Configuration

/// What becomes of the account's VPSs under `discovery`.
@Suite("Discovery")
struct DiscoveryTests {
    private static let web = [
        Label("__meta_hostup_id", "vps_web"), Label("__meta_hostup_name", "web-7.example.com"),
        Label("__meta_hostup_primary_ip", "203.0.113.7"), Label("__meta_hostup_plan", "S-2"),
        Label("__meta_hostup_operating_system_family", "linux"),
    ]

    private func settings(_ yaml: String) throws -> DiscoverySettings {
        let text = "provider: {hostup: {token_env: HOSTUP_TOKEN}}\ndiscovery:\n  hostup:\n" + yaml
        let files = FilesInMemory(["defib.yml": text])
        switch ConfigurationLoader.load(path: "defib.yml", files: files) {
        case .loaded(let loaded): return try #require(loaded.discovery)
        case .refused(let diagnostics):
            Issue.record("\(diagnostics.rendered)")
            throw Refused()
        }
    }

    private struct Refused: Error {}

    private func make(_ yaml: String, _ meta: [Label] = web) throws -> TargetMaking.Result {
        var making = TargetMaking(try settings(yaml))
        return making.make(try #require(VPSID("vps_web")), meta)
    }

    private func target(_ yaml: String, _ meta: [Label] = web) throws -> Target {
        let result = try make(yaml, meta)
        guard case .target(let target) = result else {
            Issue.record("\(result)")
            throw Refused()
        }
        return target
    }

    private func labels(_ steps: String, _ meta: [Label] = web) throws -> [String: String] {
        let target = try target("    probes: {icmp: {}}\n    relabel:\n\(steps)", meta)
        return Dictionary(uniqueKeysWithValues: target.labels.map { ($0.name, $0.value) })
    }

    // MARK: Targets

    @Test("gives each VPS the template's probes at its own address, observed only")
    func probes() throws {
        let target = try target(#"    probes: {icmp: {}, tcp: {port: 22}, http: {url: "https://{address}/health"}}"#)
        #expect(target.name == "web-7.example.com")
        #expect(target.origin == .discovered)
        #expect(target.mode == .observe)
        #expect(target.literalAddresses == [try #require(IPAddress("203.0.113.7"))])
        #expect(target.probes.map(\.name) == ["icmp", "tcp", "http"])
        guard case .http(let http) = target.probes[2].check else { throw Refused() }
        #expect(http.url == "https://203.0.113.7/health")
        #expect(http.host == "203.0.113.7")
        #expect(target.labels.isEmpty)
    }

    @Test("a probe of a template is the very probe that a person would have written")
    func fingerprint() throws {
        let target = try target("    probes: {tcp: {port: 22}}")
        let written = ProbeDefinition(
            name: "tcp",
            interval: .seconds(10),
            timeout: .seconds(2),
            check: .tcp(TCPCheck(host: "203.0.113.7", port: 22))
        )
        #expect(target.probes == [written])
    }

    @Test("puts an IPv6 address into a URL with brackets")
    func version6() throws {
        let meta = [Label("__meta_hostup_name", "six"), Label("__meta_hostup_primary_ip", "2001:db8::7")]
        let target = try target(#"    probes: {icmp: {}, http: {url: "http://{address}:8080/"}}"#, meta)
        guard case .http(let http) = target.probes[1].check else { throw Refused() }
        #expect(http.url == "http://[2001:db8::7]:8080/")
        #expect(target.literalAddresses.count == 1)
    }

    @Test("a name stands for a host where it can")
    func names() throws {
        let yaml = #"    probes: {http: {url: "https://{name}/"}, tls: {server_name: "{name}"}}"#
        let target = try target(yaml)
        guard case .http(let http) = target.probes[0].check, case .tls(let tls) = target.probes[1].check else {
            throw Refused()
        }
        #expect(http.url == "https://web-7.example.com/")
        #expect((tls.host, tls.tls.serverName ?? "") == ("203.0.113.7", "web-7.example.com"))
        var meta = Self.web
        meta[1].value = "My server; rm -rf /"
        #expect(try make(yaml, meta) == .impossible("its name, 'My server; rm -rf /', can't stand for a host"))
    }

    @Test("one without an address waits for it, unless no probe needs one")
    func addressless() throws {
        let meta = [Label("__meta_hostup_name", "new")]
        #expect(try make("    probes: {icmp: {}}", meta) == .impossible("it has no address yet"))
        #expect(try target("    probes: {agent: {}}", meta).probes.map(\.name) == ["agent"])
    }

    @Test("arms those that 'arm' matches, by the labels they have in the end")
    func arming() throws {
        let yaml = """
                probes: {icmp: {}}
                relabel: [{source_labels: [__meta_hostup_name], regex: "(web)-.*", target_label: role}]
                arm: {match: {labels: {role: web}}}
            """
        #expect(try target(yaml).mode == .armed)
        var meta = Self.web
        meta[1].value = "db-1"
        #expect(try target(yaml, meta).mode == .observe)
    }

    @Test("calls a target and asks it as 'relabel' says")
    func renaming() throws {
        let target = try target(
            """
                probes: {icmp: {}}
                relabel:
                  - {source_labels: [__meta_hostup_name], regex: "([^.]+)[.].*", target_label: name}
                  - {target_label: __address__, replacement: 192.0.2.5}
            """
        )
        #expect(target.name == "web-7")
        #expect(target.literalAddresses == [try #require(IPAddress("192.0.2.5"))])
    }

    @Test("names that two would share get the ids behind them, in whatever order they are listed")
    func sharedNames() throws {
        func target(_ id: String, _ name: String) throws -> Target {
            Target(id: try #require(VPSID(id)), name: name, probes: [], origin: .discovered)
        }
        let found = [try target("vps_1", "web"), try target("vps_2", "db"), try target("vps_3", "web")]
        let configured = [try target("vps_9", "db"), try target("vps_3", "shop")]
        #expect(found.namedApart(from: []).map(\.name) == ["web@vps_1", "db", "web@vps_3"])
        #expect(found.namedApart(from: configured).map(\.name) == ["web", "db@vps_2", "web"])
        #expect(found.reversed().namedApart(from: []).map(\.name) == ["web@vps_3", "db", "web@vps_1"])
    }

    // MARK: Relabelling, as Prometheus does it

    @Test("replace sets a label where the whole source matches, and leaves it where it does not")
    func replace() throws {
        let steps = """
                  - {source_labels: [__meta_hostup_name], regex: 'web-(\\d+).*', target_label: number}
                  - {source_labels: [__meta_hostup_name], regex: 'eb-7', target_label: part}
                  - {source_labels: [__meta_hostup_plan, __meta_hostup_name], regex: '(\\w)-2;(?P<host>[^.]+).*', target_label: both, replacement: "$1/${host}$$"}
                  - {source_labels: [__meta_hostup_plan], target_label: plan}
            """
        #expect(try labels(steps) == ["number": "7", "both": "S/web-7$", "plan": "S-2"])
    }

    @Test("an empty replacement takes a label away, and a missing source is empty")
    func empty() throws {
        let steps = """
                  - {target_label: env, replacement: prod}
                  - {source_labels: [nothing], regex: '', target_label: none, replacement: "yes"}
                  - {source_labels: [nothing], regex: '()', target_label: env, replacement: ''}
            """
        // An empty expression can't be written: '()' is one.
        let without = steps.split(separator: "\n").filter { !$0.contains("none") }.joined(separator: "\n")
        #expect(try labels(without) == [:])
    }

    @Test("keep and drop select, and an absent label is an empty text")
    func selection() throws {
        let keep =
            "    probes: {icmp: {}}\n    relabel: [{source_labels: [__meta_hostup_plan], regex: %, action: keep}]"
        #expect(try make(keep.replacing("%", with: "'S-.*'")) != .unwanted)
        #expect(try make(keep.replacing("%", with: "'S'")) == .unwanted)
        #expect(try make(keep.replacing("%", with: "M-1|S-2")) != .unwanted)
        let drop = keep.replacing("action: keep", with: "action: drop")
        #expect(try make(drop.replacing("%", with: "'.*-2'")) == .unwanted)
        #expect(try make(drop.replacing("%", with: "'.+-3'")) != .unwanted)
        let absent = drop.replacing("__meta_hostup_plan", with: "__meta_hostup_region")
        #expect(try make(absent.replacing("%", with: "'()'")) == .unwanted)
    }

    @Test("labelmap, labeldrop, labelkeep and the two cases")
    func wholesale() throws {
        let map =
            "      - {action: labelmap, regex: __meta_hostup_(plan|operating_system_family), replacement: vps_$1}\n"
        #expect(try labels(map) == ["vps_plan": "S-2", "vps_operating_system_family": "linux"])
        #expect(try labels(map + "      - {action: labeldrop, regex: vps_o.*}") == ["vps_plan": "S-2"])
        let keep = map + "      - {action: labelkeep, regex: '__address__|name|vps_plan'}\n"
        #expect(try labels(keep) == ["vps_plan": "S-2"])
        let lower =
            keep + "      - {action: lowercase, source_labels: [vps_plan, name], separator: ' ', target_label: l}"
        #expect(try labels(lower)["l"] == "s-2 web-7.example.com")
        let upper = keep + "      - {action: UPPERCASE, source_labels: [name], target_label: vps_plan}"
        #expect(try labels(upper) == ["vps_plan": "WEB-7.EXAMPLE.COM"])
    }

    @Test("a text that is too long for a pattern matches nothing but everything")
    func longTexts() throws {
        let meta = Self.web + [Label("__meta_hostup_note", String(repeating: "a", count: 300))]
        let steps = """
                  - {source_labels: [__meta_hostup_note], regex: "a+", target_label: matched, replacement: "yes"}
                  - {source_labels: [__meta_hostup_note], target_label: copied}
            """
        #expect(try labels(steps, meta).keys.sorted() == ["copied"])
    }

    @Test("what Defib sets itself can't come in by a map")
    func reserved() throws {
        let meta = Self.web + [Label("__meta_hostup_probe", "x")]
        #expect(try labels("      - {action: labelmap, regex: '__meta_hostup_(probe|plan)'}", meta) == ["plan": "S-2"])
    }

    @Test(
        "refuses what would take exponential time",
        arguments: [
            "(a+)+", "(a*)*b", "(a|aa)+$", "((a)|b)*", "(?:x+y?){3,}", #"(\w+\s?)+"#, "(?<x>a+)+", "[+](a[*]+)+",
            "(a?)+", "((a+)b)*",
        ]
    )
    func risky(pattern: String) { #expect(RegexRisk.of(pattern) != nil) }

    @Test(
        "and nothing else",
        arguments: [
            "web-(\\d+)", "(a+)(b+)", "(web|db)-[0-9]+", "[(+*)]+", #"\(a+\)+"#, "(ab)+", "(?:abc)*d", "a{2,3}",
            "(a+)?", "(?P<x>ab)+", "(?i)web", "[",
            "([^.]+)[.]([^.]+)[.](.+)", "(.*)",
        ]
    )
    func harmless(pattern: String) { #expect(RegexRisk.of(pattern) == nil) }
}

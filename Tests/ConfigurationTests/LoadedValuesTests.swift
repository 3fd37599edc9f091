import Configuration
import Engine
import Testing

@Suite("What a configuration says")
struct LoadedValuesTests {
    private func good(_ name: String) throws -> LoadedConfiguration {
        try #require(ConfigurationLoader.load(path: Fixtures.path("Good", name)).loaded)
    }

    @Test("the design's example means what the design says")
    func design() throws {
        let configuration = try good("design")
        #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 9753))
        #expect(configuration.provider.credential == .file(path: "/run/credentials/defib.service/token"))
        let policy = configuration.policy
        #expect(policy.limits == FleetLimits(fleet: Budget(count: 5, window: .hours(1)), inFlight: 2, storm: 0.3))
        #expect(policy.references.map(\.name) == ["tcp://192.0.2.1:443", "icmp://192.0.2.9"])
        #expect(policy.routes == [Route(severity: "page", receivers: ["oncall", "am"])])
        let target = try #require(policy.targets.first)
        #expect(target.vmid == 10_000)
        #expect(target.labels == [Label("role", "web"), Label("region", "sto")])
        #expect(target.probes.map(\.name) == ["http", "icmp", "tcp"])
        let web = HTTPCheck(url: "http://203.0.113.7/health", host: "203.0.113.7", bodyContains: "ok")
        #expect(target.probes[0].check == .http(web))
        let rule = try #require(policy.rules.first)
        #expect(rule.when.text == "http.down and icmp.down and tcp.down and platform.running")
        #expect(rule.holdFor == .seconds(60))
        #expect(rule.ladder[1] == Rung(action: .reset, wait: .seconds(240), attempts: 2))
        #expect(rule.ladder[2].severity == "page")
        #expect(rule.recovery.holdFor == .seconds(30))
        #expect(rule.perTarget == Budget(count: 3, window: .hours(24)))
    }

    @Test("every key reaches its value")
    func everyKey() throws {
        let configuration = try good("every-key")
        #expect(configuration.provider.baseURL == "http://127.0.0.1:8080")
        #expect(configuration.policy.assumeGates && configuration.policy.assumeIdle)
        #expect(configuration.policy.sweep == .seconds(30))
        #expect(configuration.listen == ListenAddress(host: "::1", port: 9753))
        #expect(configuration.dataDirectory == Fixtures.folder + "Good/state")
        #expect(configuration.policy.limits.fleet == nil)
        #expect(configuration.policy.limits.storm == 0.125)
        guard case .http(let check) = configuration.policy.targets[0].probes[0].check else { throw Missing.check }
        #expect(check.host == "203.0.113.7")
        #expect(check.expectedStatus == [200...299, 301...301, 400...404])
        #expect(check.body == "{\"ping\": true}\n")
        #expect(check.maxBodyBytes == 65_536)
        #expect(check.json == JSONExpectation(pointer: "/status/0", equals: "ok"))
        #expect(check.tls.caFile == Fixtures.folder + "Good/ca.pem")
        #expect(check.tls.minimumValidity == .hours(7 * 24))
        #expect(configuration.policy.targets[0].probes[0].timeout == .milliseconds(2_500))
        let reuse = configuration.policy.targets[0].probes.map(\.reuse)
        #expect(reuse[0] == ConnectionReuse(keepsConnection: true, resumesSession: true, freshEvery: 20))
        #expect(reuse[3] == ConnectionReuse(keepsConnection: false, resumesSession: true, freshEvery: 5))
        #expect(reuse[1] == nil && reuse[2] == nil)
        #expect(
            configuration.policy.groups
                == [GroupLimits(label: "role", storm: 0.01, budget: Budget(count: 3, window: .hours(1)))]
        )
        #expect(configuration.policy.bootGrace == BootGrace(min: .seconds(45), max: .minutes(15)))
    }

    @Test("a route says for what it is, who is told, and how often")
    func routes() throws {
        let policy = try good("every-key").policy
        let match = Rule.Match(labels: [Label("role", "web")], names: ["web-1"])
        #expect(
            policy.routes == [
                Route(severity: "page", match: match, rules: ["everything"], receivers: ["mail"], goesOn: true),
                Route(severity: "page", receivers: ["oncall"], remindEvery: .hours(4)),
                Route(receivers: ["oncall"]),
            ]
        )
        #expect(
            policy.receivers.first
                == ReceiverPolicy(name: "oncall", isGrouped: true, fallback: "mail", fallbackAfter: .minutes(2))
        )
        // Alertmanager groups by itself, and forgets what it no longer hears of.
        #expect(policy.receivers[1] == ReceiverPolicy(name: "am", isGrouped: false, resendEvery: .seconds(30)))
        #expect(policy.receivers.map(\.isGrouped) == [true, false, true, true, true, true, true])
    }

    @Test("every receiver's keys reach their values")
    func receivers() throws {
        let folder = Fixtures.folder + "Good/"
        let secrets = folder + "secrets/"
        let receivers = try good("every-key").receivers
        #expect(receivers.map(\.name) == ["oncall", "am", "pd", "slack", "ntfy", "mail", "script"])
        #expect(receivers.map(\.timeout.seconds) == [5, 2, 3, 4, 6, 20, 7])
        #expect(receivers.dropLast().allSatisfy { $0.caFile == folder + "ca.pem" })
        let mail = EmailSettings(
            host: "2001:db8::25",
            port: 2525,
            security: .implicit,
            from: "defib@example.org",
            to: ["ann@example.org", "ben@example.org"],
            login: EmailSettings.Login(user: "defib", passwordFile: secrets + "mail")
        )
        let kinds: [ReceiverSettings.Kind] = [
            .webhook(
                url: "https://oncall.example/alerts",
                bearerTokenFile: secrets + "webhook",
                secretFile: secrets + "hmac"
            ),
            .alertmanager(
                url: "https://am.example",
                bearerTokenFile: secrets + "am",
                labels: [Label("team", "night")],
                resend: .seconds(30)
            ),
            .pagerDuty(routingKeyFile: secrets + "pd", url: "https://events.eu.pagerduty.com/v2/enqueue"),
            .slack(urlFile: secrets + "slack"),
            .ntfy(url: "https://ntfy.example", topic: "oncall_1", tokenFile: secrets + "ntfy"),
            .email(mail),
            .command(["/bin/true", "--loud"]),
        ]
        #expect(receivers.map(\.kind) == kinds)
        #expect(receivers[5].title == (try Template("{{ name }}: {{status}}")))
        #expect(receivers[5].text?.source == "{{ text }}\n{{ label.role }}")
    }

    private enum Missing: Error { case check }

    @Test("a window is open on its days, from and to the time its own clocks show")
    func windows() throws {
        let windows = try good("every-key").policy.windows
        #expect(windows.map(\.name) == ["patching", "backup"])
        #expect(windows[0].match == Rule.Match(labels: [Label("role", "web")], names: ["web-1"]))
        #expect(windows[0].days == [.wed, .sun])
        #expect((windows[0].from, windows[0].to) == (22 * 60, 2 * 60))
        #expect(windows[0].zone.name == "Europe/Stockholm")
        // Sunday 5 July 2026, 22:00 of Stockholm's summer is 20:00 UTC; it ends on Monday at 00:00 UTC.
        let begins = Timestamp(milliseconds: 1_783_281_600_000)
        #expect(!windows[0].contains(begins - .milliseconds(1)))
        #expect(windows[0].contains(begins))
        #expect(windows[0].contains(begins + .hours(4) - .milliseconds(1)))
        #expect(!windows[0].contains(begins + .hours(4)))
        #expect((windows[1].from, windows[1].to, windows[1].zone) == (0, 1_440, .utc))
    }

    @Test("a rung says when it is taken, and which signs of life do not stand in its way")
    func rungs() throws {
        let rule = try #require(try good("every-key").policy.rules.first)
        #expect(rule.ladder.map { $0.when?.text } == [nil, nil, "not ssh.up", nil])
        #expect(rule.ladder.map(\.despite) == [[], [], [.echo, .synAck, .reset], []])
        #expect(rule.flaps == Budget(count: 5, window: .hours(12)))
    }

    @Test("a rule without 'recovery' recovers when the probes it names are up")
    func defaultRecovery() throws {
        let text = """
            provider: {hostup: {token_env: TOKEN}}
            rule_files: [r.yml]
            targets: [{vps: a, probes: {icmp: {host: 192.0.2.1}, tcp: {host: 192.0.2.1, port: 22}}}]
            """
        let rules = """
            rules:
              - {name: a, when: icmp.down or tcp.down, for: 60s, ladder: [{action: restart, wait: 60s}]}
              - {name: b, when: platform.stopped, for: 60s, ladder: [{action: start, wait: 60s}]}
            """
        let loaded = try #require(load(text, ["r.yml": rules]).loaded).policy.rules
        #expect(loaded.map(\.recovery.when.text) == ["icmp.up and tcp.up", "not platform.stopped"])
        #expect(loaded.map(\.recovery.holdFor) == [.seconds(30), .seconds(30)])
    }

    @Test("without routes, everything goes to every receiver")
    func defaultRoute() throws {
        let text = """
            provider: {hostup: {token_env: TOKEN}}
            receivers: [{name: a, webhook: {url: "https://a.example"}}, {name: b, webhook: {url: "https://b.example"}}]
            """
        #expect(load(text).loaded?.policy.routes == [Route(receivers: ["a", "b"])])
    }

    @Test("a timeout that is not written fits a short interval")
    func defaultTimeout() throws {
        let text = """
            provider: {hostup: {token_env: TOKEN}}
            targets: [{vps: a, probes: {icmp: {host: 192.0.2.1, interval: 1s}, tcp: {host: 192.0.2.1, port: 22}}}]
            """
        let probes = try #require(load(text).loaded).policy.targets[0].probes
        #expect(probes.map(\.timeout) == [.milliseconds(500), .seconds(2)])
    }

    @Test("the source hash changes with any file, and with nothing else")
    func sourceHash() throws {
        let text = "provider: {hostup: {token_env: TOKEN}}\nrule_files: [r.yml]\n"
        let first = try #require(load(text, ["r.yml": "rules: []"]).loaded).sourceHash
        #expect(first.utf8.count == 16)
        #expect(load(text, ["r.yml": "rules: []"]).loaded?.sourceHash == first)
        #expect(load(text, ["r.yml": "rules: [] "]).loaded?.sourceHash != first)
        #expect(load(text + "\n", ["r.yml": "rules: []"]).loaded?.sourceHash != first)
    }
}

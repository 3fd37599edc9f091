import FoundationEssentials
import Glibc
import Sandbox
import Testing
import Transfer

/// VPSs of the account that nobody wrote down.
@Suite("Discovery", .needsRoot)
struct DiscoveryTests {
    @Test("a VPS appears, is observed, is armed, is cured, survives a restart of the daemon, leaves and is retired")
    func life() async throws {
        try await Stage.play { theatre, newcomer in
            try await theatre.sandbox.join(newcomer)
            let found = try await eventually("it is watched and well") {
                await theatre.discovered(newcomer, isWell: true)
            }
            #expect((found.mode, found.origin) == ("observe", "discovered"))
            #expect(found.labels == ["role": "light"])
            try await theatre.noticed("found a VPS: \(newcomer.name)")

            try await theatre.sandbox.hang(newcomer, "hard")
            let decision = try await eventually("it says what it would do") {
                await theatre.client.decisions().first { $0.name == newcomer.name && $0.verdict == "would_act" }
            }
            #expect(decision.refusals["armed"]?.contains("discovered and is only observed") == true)
            #expect(try await theatre.sandbox.powerActions().isEmpty)
            try await theatre.sandbox.recover(newcomer)
            try await theatre.incidentEnds(newcomer)

            try Stage.write(theatre, arming: true)
            theatre.defib.send(SIGHUP)
            _ = try await eventually("it is armed") {
                (await theatre.discovered(newcomer)?.mode == "armed").ifTrue
            }
            try await theatre.sandbox.hang(newcomer, "hard", curedBy: "reset")
            _ = try await eventually("it is cured") {
                await theatre.incidents(of: newcomer).first { $0.state == "recovered" && !$0.actions.isEmpty }
            }
            #expect(try await theatre.sandbox.powerActions().map(\.verb) == ["restart", "reset"])

            // The provider is silent while the daemon starts anew: what was discovered is known all the same.
            try await theatre.sandbox.switchOn(ScriptedFault("status", "503"), at: "list")
            await theatre.defib.kill()
            try await theatre.start()
            #expect(await theatre.discovered(newcomer)?.mode == "armed")
            try await theatre.sandbox.clearFaults()

            try await theatre.sandbox.leave(newcomer)
            _ = try await eventually("it is retired") { (await theatre.discovered(newcomer) == nil).ifTrue }
            try await theatre.noticed("retired a VPS: \(newcomer.name)")
            #expect(!(await theatre.client.text("/metrics").contains(newcomer.name)))
            #expect(await theatre.client.targets().count == 3)

            _ = await theatre.defib.terminate()
            let replay = try await theatre.namespace.defib("replay", "--config", theatre.folder.file("defib.yml"))
            #expect(replay.code == 0, "\(replay.output)\(replay.errors)")
        }
    }

    @Test("the command line shows what would be found, and what is")
    func commands() async throws {
        try await Stage.play { theatre, newcomer in
            try await theatre.sandbox.join(newcomer)
            _ = try await eventually("it is watched") { await theatre.discovered(newcomer) }
            let config = theatre.folder.file("defib.yml")
            let check = try await theatre.namespace.defib("check", "--online", "--config", config)
            #expect(check.output.contains("What 'discovery' finds in the account"))
            #expect(check.output.contains("role=light"))
            #expect(check.output.contains("__meta_hostup_primary_ip=\(newcomer.address)"))
            let list = try await theatre.namespace.defib("vps", "list", "--config", config)
            #expect(list.output.contains("discovered, observe"))
            #expect(list.output.contains("configured, armed"))
            let status = try await theatre.namespace.defib("status", "--config", config)
            #expect(status.output.contains("observe (discovered)"))
        }
    }

    @Test(
        "a real Prometheus takes its targets from Defib and relabels them",
        .needs("prometheus", package: "prometheus")
    )
    func prometheus() async throws {
        try await Stage.play { theatre, newcomer in
            let prometheus = try await Prometheus.start(theatre)
            defer { prometheus.stop() }
            let configured = try await eventually("it has the configured targets") {
                let targets = await prometheus.targets()
                return targets.count == 3 ? targets : nil
            }
            let first = try #require(configured.first { $0.labels["name"] == "web-1" })
            #expect(first.labels["instance"] == "\(theatre.guests[0].address):9100")
            #expect(first.labels["vps"] == theatre.guests[0].id)
            #expect(first.labels["origin"] == "configured")
            #expect(first.discoveredLabels["__meta_defib_mode"] == "armed")

            try await theatre.sandbox.join(newcomer)
            let found = try await eventually("it has the newcomer") {
                await prometheus.targets().first { $0.labels["vps"] == newcomer.id }
            }
            #expect(found.labels["instance"] == "\(newcomer.address):9100")
            #expect(found.labels["role"] == "light")
            #expect(found.labels["origin"] == "discovered")
            #expect(found.labels["os"] == "linux")
            #expect(found.labels.keys.allSatisfy { !$0.hasPrefix("__") })
        }
    }
}

/// Three guests in the configuration, and one that the account does not have yet.
private enum Stage {
    static func play(_ body: @escaping @Sendable (Theatre, GuestDescription) async throws -> Void) async throws {
        var scene = Scene()
        scene.guests = 4
        try await Theatre.open(scene) { theatre in
            let newcomer = theatre.guests[3]
            try await theatre.sandbox.leave(newcomer)
            try write(theatre, arming: false)
            try await theatre.start()
            _ = try await eventually("every configured guest answers") {
                let targets = await theatre.client.targets()
                return (targets.count == 3 && targets.allSatisfy(\.isWell)).ifTrue
            }
            try await body(theatre, newcomer)
        }
    }

    static func write(_ theatre: Theatre, arming: Bool) throws {
        var directions = theatre.directions
        directions.guests = Array(theatre.guests.prefix(3))
        var scene = theatre.scene
        scene.more = """
            discovery:
              hostup:
                refresh: 2s
                retire_after: 3s
                probes:
                  http: {url: "http://{address}/health", interval: 1s, timeout: 700ms, expect: {body_contains: ok}}
                  icmp: {interval: 1s, timeout: 700ms, count: 2}
                  ssh: {kind: tcp, port: 22, interval: 1s, timeout: 700ms, banner: "SSH-"}
                relabel: [{source_labels: [__meta_hostup_name], regex: "([a-z]+)-.*", target_label: role}]
                \(arming ? "arm: {match: {labels: {role: light}}}" : "")
            """
        try theatre.folder.put(scene.configuration(directions), in: "defib.yml", mode: 0o644)
    }
}

extension Theatre {
    fileprivate func discovered(_ guest: GuestDescription, isWell: Bool = false) async -> TargetReport? {
        await client.targets().first { $0.vps == guest.id && (!isWell || $0.isWell) }
    }

    fileprivate func incidentEnds(_ guest: GuestDescription) async throws {
        _ = try await eventually("its incident is over") {
            await incidents(of: guest).first { $0.state == "recovered" }
        }
    }

    fileprivate func noticed(_ words: String) async throws {
        _ = try await eventually("a person is told: \(words)") {
            try inbox.messages(about: "defib").first { $0.commonAnnotations.summary.contains(words) }
        }
    }
}

/// A real Prometheus beside Defib, with http_sd_configs on it.
private struct Prometheus: Sendable {
    struct Target: Decodable, Sendable {
        var labels: [String: String]
        var discoveredLabels: [String: String]
    }

    private struct Answer: Decodable {
        struct Content: Decodable { var activeTargets: [Target] }
        var data: Content
    }

    let process: LaunchedProcess
    let client: DaemonClient

    static func start(_ theatre: Theatre) async throws -> Prometheus {
        let port = try freePort()
        try theatre.folder.put(configuration(theatre.directions.port), in: "prometheus.yml", mode: 0o644)
        let process = try await NetworkNamespace.current().launch(
            [
                "prometheus", "--config.file=\(theatre.folder.file("prometheus.yml"))",
                "--storage.tsdb.path=\(theatre.folder.file("tsdb"))", "--web.listen-address=127.0.0.1:\(port)",
            ],
            errorsTo: theatre.folder.file("prometheus.log")
        )
        let client = DaemonClient(transport: theatre.client.transport, origin: "http://127.0.0.1:\(port)")
        _ = try await eventually("Prometheus is ready") { await client.answers("/-/ready").ifTrue }
        return Prometheus(process: process, client: client)
    }

    /// Free again once the socket is gone.
    private static func freePort() throws -> Int { try ListeningSocket.open(port: 0).port }

    private static func configuration(_ defib: Int) -> String {
        """
        scrape_configs:
          - job_name: node
            http_sd_configs:
              - {url: "http://127.0.0.1:\(defib)/api/v1/sd?port=9100", refresh_interval: 1s}
            relabel_configs:
              - {source_labels: [__meta_defib_origin], target_label: origin}
              - {source_labels: [__meta_hostup_operating_system_family], target_label: os}
        """
    }

    func targets() async -> [Target] {
        let text = await client.text("/api/v1/targets?state=active")
        return (try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)))?.data.activeTargets ?? []
    }

    func stop() { process.send(SIGKILL) }
}

import Sandbox

/// What a theatre is set up with: guests, the rule that watches them, and how far Defib may go.
struct Scene: Sendable {
    /// Named `web-1`, `web-2`, …
    var guests = 3
    var mode = "armed"
    /// In fleets this small, two at once are a large share.
    var storm = "75%"
    var token = "the-provider-token-of-this-test"
    /// The receiver's.
    var webhookToken = "the-webhook-token-of-this-test"
    /// Everything about a guest fails, ping included.
    var when = Scene.silent
    var restartWait = 8
    /// How long a refusal that can pass is waited out.
    var patience = "3m"
    /// With a dead-man's switch, which the inbox takes without a token.
    var hasHeartbeat = false
    /// Further lines for the top of the configuration.
    var more = ""
    var options = Scene.quickSandbox

    static let silent = "http.down and icmp.down and ssh.down and platform.running"
    /// What serves is gone, whatever the kernel still answers.
    static let unserved = "http.down and ssh.down and platform.running"

    private static var quickSandbox: SandboxOptions {
        var options = SandboxOptions()
        options.bootTime = .seconds(1)
        options.shutdownTime = .milliseconds(500)
        options.operationTime = .milliseconds(800)
        return options
    }

    var secrets: [String] { [token, webhookToken] + (hasHeartbeat ? [String(Inbox.heartbeat.dropFirst())] : []) }

    static func name(of index: Int) -> String { "web-\(index + 1)" }
}

extension Scene {
    var rules: String {
        """
        rules:
          - name: hung
            when: \(when)
            for: 3s
            ladder:
              - {action: restart, wait: \(restartWait)s}
              - {action: reset, wait: 20s}
              - {action: page, severity: page}
            recovery: {when: http.up, for: 1s}
            limits: {cooldown: 1m, per_target: 5 per 1h}
            patience: \(patience)
        """
    }

    /// The configuration: `targets` are those to watch, the first so many guests where nil.
    func configuration(_ stage: StageDirections) -> String {
        let targets = stage.guests.enumerated().map { target($1, Scene.name(of: $0)) }
        return """
            provider:
              hostup:
                base_url: \(stage.api)
                token_file: token
                sweep: 2s
            mode: \(mode)
            listen: 127.0.0.1:\(stage.port)
            data_dir: data
            rule_files: [rules.yml]
            limits: {fleet: 50 per 1h, in_flight: 10, storm: \(storm)}
            receivers: [{name: oncall, webhook: {url: "\(stage.inbox)", bearer_token_file: webhook-token}}]
            \(hasHeartbeat ? "heartbeat: {url: \"\(stage.inbox)\(Inbox.heartbeat)\", interval: 15s}" : "")
            \(more)
            targets:
            \(targets.joined(separator: "\n"))
            """
    }

    private func target(_ guest: GuestDescription, _ name: String) -> String {
        """
          - vps: \(guest.id)
            name: \(name)
            probes:
              http: {url: "http://\(guest.address)/health", interval: 1s, timeout: 700ms, expect: {body_contains: ok}}
              icmp: {host: \(guest.address), interval: 1s, timeout: 700ms, count: 2}
              ssh: {kind: tcp, host: \(guest.address), port: 22, interval: 1s, timeout: 700ms, banner: "SSH-"}
        """
    }
}

/// Where everything in a theatre is to be met.
struct StageDirections: Sendable {
    var guests: [GuestDescription]
    var api: String
    var inbox: String
    var port: Int
}

import Glibc
import Testing

/// A folder with a token, a configuration and a rule file, and an API that answers for them.
struct Scene {
    static let token = "hunter2-hunter2-hunter2"
    static let vps = "vps_01hxa3b4c5d6e7f8g9h0j1k2m3"

    let folder: Folder
    let api: StandIn
    var program: Program

    init() throws {
        folder = try Folder()
        api = try StandIn(Scene.answers)
        program = Program(folder: folder, api: api)
        try folder.write(Scene.token + "\n", to: "token", mode: 0o600)
        try folder.write(Scene.rules, to: "rules.yml")
        try configure()
    }

    /// Writes `defib.yml`, with `changes` made to its text.
    func configure(_ changes: [(String, String)] = []) throws {
        var text = """
            provider:
              hostup: {base_url: "\(api.origin)", token_file: token}
            mode: observe
            listen: 127.0.0.1:0
            data_dir: data
            rule_files: [rules.yml]
            targets:
              - vps: \(Scene.vps)
                name: web-1
                labels: {role: web}
                probes:
                  http: {url: "\(api.origin)/health", interval: 10s, timeout: 3s}
                  tcp: {host: 127.0.0.1, port: \(api.port), interval: 10s, timeout: 2s}

            """
        for (old, new) in changes {
            try #require(text.contains(old), "nothing to change: \(old)")
            text = text.replacing(old, with: new)
        }
        try folder.write(text, to: "defib.yml")
    }

    static let rules = """
        rules:
          - name: web-hung
            match: {labels: {role: web}}
            when: http.down and tcp.down and platform.running
            for: 60s
            ladder:
              - {action: restart, wait: 180s}
              - {action: reset, wait: 240s, attempts: 2}
              - {action: page, severity: page}
            recovery: {when: http.up, for: 30s}

        """

    static let answers: [String: StandIn.Answer] = [
        "/health": .init(type: "text/plain", body: "ok"),
        "/api/v2/vps": .init(
            body: """
                {"data":[{"id":"\(vps)","name":"web-1","primaryIp":"203.0.113.7","powerState":"running",\
                "serviceStatus":"active"}],"nextCursor":null}
                """
        ),
        "/api/v2/vps/\(vps)": .init(body: resource(gates: true)),
        "/api/v2/vps/\(vps)/status": .init(body: status(tasks: "[]")),
        "/api/v2/vps/\(vps)/maintenance": .init(body: #"{"hasPendingMaintenance":false,"pendingChanges":[]}"#),
    ]

    static func resource(gates: Bool) -> String {
        let actions = #","actions":{"canRestart":{"allowed":true},"canReset":{"allowed":true}}"#
        return """
            {"id":"\(vps)","name":"web-1","primaryIp":"203.0.113.7","powerState":"running","serviceStatus":"active"\
            \(gates ? actions : "")}
            """
    }

    /// - Parameter tasks: JSON; nil leaves them out.
    static func status(tasks: String?) -> String {
        #"{"id":"\#(vps)","powerState":"running","uptimeSeconds":86400"#
            + (tasks.map { #","pendingTasks":\#($0)"# } ?? "") + "}"
    }
}

internal import Engine

/// The first configuration that `defib init` writes: commented, in observe mode, with every VPS of the account.
public struct InitTemplate: Sendable {
    /// A VPS as the API lists it. What it says is not trusted: names are quoted, ids and addresses checked.
    public struct Server: Hashable, Sendable {
        public var id: String
        public var name: String
        public var primaryIP: String?

        public init(id: String, name: String, primaryIP: String?) {
            self.id = id
            self.name = name
            self.primaryIP = primaryIP
        }
    }

    /// Where the template says that the API's key is.
    public var credential: CredentialSource
    /// Nil: the provider's own.
    public var baseURL: String?
    public var dataDirectory: String
    public var ruleFiles: [String]

    public init(
        credential: CredentialSource = .file(path: "/etc/defib/token"),
        baseURL: String? = nil,
        dataDirectory: String = "/var/lib/defib",
        ruleFiles: [String] = ["rules/ping-only.yml"]
    ) {
        self.credential = credential
        self.baseURL = baseURL
        self.dataDirectory = dataDirectory
        self.ruleFiles = ruleFiles
    }

    /// The configuration's text. Servers without a usable address stand in it as comments.
    public func render(_ servers: [Server]) -> String {
        head + provider + middle + targets(servers) + tail
    }

    private var head: String {
        """
        # Defib's configuration, written by `defib init`. It observes: it probes, decides, records and alerts, and touches
        # nothing until you write `mode: armed`. Check each change with `defib check`, then reload with
        # `systemctl reload defib`. Times have units: 250ms, 30s, 1m30s, 24h.


        """
    }

    private var provider: String {
        """
        provider:
          hostup:
            \(credentialLine)
        \(baseURL.map { "    base_url: \(quoted($0))\n" } ?? "")
        """
    }

    private var credentialLine: String {
        switch credential {
        case .file(let path): "token_file: \(quoted(path))   # holds the API's key, and only Defib may read it"
        case .environment(let name): "token_env: \(name)   # the environment variable that holds the API's key"
        }
    }

    private var middle: String {
        """

        mode: observe                 # armed: act
        listen: 127.0.0.1:9753        # metrics, status page and API
        data_dir: \(quoted(dataDirectory))
        rule_files: [\(ruleFiles.map(quoted).joined(separator: ", "))]

        # Things that always answer and are not yours to repair, such as your gateway or resolver. When all of them fail too,
        # the fault is on this side. With a single target, nothing is ever done without them.
        # reference_targets: [tcp://192.0.2.1:443, icmp://192.0.2.9]

        limits:
          fleet: 5 per 1h             # power actions over the whole fleet
          in_flight: 2                # targets under repair at once
          storm: 30%                  # so much of the fleet down at once is no single guest's fault: hands off

        # When nothing is acted upon, by plan, such as while you patch.
        # windows:
        #   - {name: patching, days: [sun], from: "02:00", to: "04:00", zone: Europe/Stockholm}


        """
    }

    private var tail: String {
        """

        # VPSs that are ordered later are watched too, in observe mode until `arm` says otherwise, and retired once they are
        # gone from the account. `defib check --online` shows what would be found.
        # discovery:
        #   hostup: {probes: {icmp: {}, tcp: {port: 22}}, labels: {role: ping-only}}

        # Who is told of actions and hand-overs: anything that takes Alertmanager's webhook payload.
        # receivers:
        #   - {name: oncall, webhook: {url: "https://oncall.example/alerts", bearer_token_file: /etc/defib/webhook.token}}

        """
    }
}

// MARK: - Targets

extension InitTemplate {
    private func targets(_ servers: [Server]) -> String {
        guard servers.contains(where: isUsable) else {
            return "# The account has no VPS with an address yet.\ntargets: []\n" + servers.map(comment).joined()
        }
        return """
            # Every VPS of the account, watched by its echo and its SSH port. For a web server add a probe such as
            #   http: {url: "http://203.0.113.7/health", expect: {status: 2xx}}
            # and the label `role: web`, and name `rules/web.yml` in `rule_files`.
            targets:

            """ + entries(servers)
    }

    private func entries(_ servers: [Server]) -> String {
        var names: Set<String> = []
        return servers.map { server in
            guard isUsable(server), let address = server.primaryIP else { return comment(server) }
            let plain = server.name.isEmpty ? server.id : server.name
            let name = names.insert(plain).inserted ? plain : "\(plain) (\(server.id))"
            return """
                  - vps: \(server.id)
                    name: \(quoted(name))
                    labels: {role: ping-only}
                    probes:
                      icmp: {host: "\(address)", interval: 5s, timeout: 1s}
                      tcp: {host: "\(address)", port: 22, interval: 10s, timeout: 2s}

                """
        }.joined()
    }

    private func isUsable(_ server: Server) -> Bool {
        VPSID(server.id) != nil && server.primaryIP.flatMap { IPAddress($0) } != nil
    }

    private func comment(_ server: Server) -> String {
        guard VPSID(server.id) != nil else { return "" }
        return "  # \(server.id), \(quoted(server.name)): the API lists no address, so that there is nothing to probe\n"
    }

    /// A YAML double-quoted scalar on one line. Characters a configuration can't hold are left out.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator, .format: continue
            default: result += scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
            }
        }
        return result + "\""
    }
}

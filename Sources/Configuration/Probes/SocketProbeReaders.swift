internal import Engine

/// Readers of the kinds with few keys.
enum SocketProbeReaders {
    static func tcp(_ fields: Fields) -> Check? {
        let (host, port) = (fields.host(), fields.port())
        let banner = fields.text("banner")
        let family = fields.family()
        guard let host, let port else { return nil }
        return .tcp(TCPCheck(host: host, port: port, banner: banner, family: family))
    }

    static func tls(_ fields: Fields) -> Check? {
        let (host, port) = (fields.host(), fields.port(default: 443))
        let (family, tls) = (fields.family(), TLSReader.expectation(fields))
        guard let host, let port else { return nil }
        return .tls(TLSCheck(host: host, port: port, family: family, tls: tls))
    }

    static func icmp(_ fields: Fields) -> Check? {
        let host = fields.host()
        let count = fields.integer("count", in: 1...20) ?? 3
        // 16 bytes are needed to know an answer again; 1 400 fit every path unfragmented.
        let payload = fields.integer("payload", in: 16...1_400) ?? 56
        let family = fields.family()
        guard let host else { return nil }
        return .icmp(ICMPCheck(host: host, count: count, payloadBytes: payload, family: family))
    }

    static func agent(_ fields: Fields) -> Check? {
        let readsBootID = fields.flag("boot_id") ?? false
        if readsBootID, fields.has("command") {
            fields.error("boot_id", "'boot_id' and 'command' in \(fields.context)", "give each a probe of its own")
        }
        return .agent(AgentCheck(command: fields.command(), readsBootID: readsBootID))
    }
}

extension Fields {
    fileprivate func host() -> String? {
        if !has("host") { findings.error(place, "\(context) has no 'host'") }
        return parsed("host", HostSyntax.parse)
    }

    fileprivate func port(default standard: Int? = nil) -> Int? {
        guard has("port") else {
            if standard == nil { findings.error(place, "\(context) has no 'port'") }
            return standard
        }
        return parsed("port") { text throws(SyntaxProblem) in try HostSyntax.port(text) }
    }

    func family() -> AddressFamily {
        choice("family", [("any", AddressFamily.any), ("ipv4", .v4), ("ipv6", .v6)]) ?? .any
    }

    /// A command for the guest's agent, within the API's limit.
    func command() -> String? {
        guard let command = text("command") else { return nil }
        guard command.unicodeScalars.count <= 4_096 else {
            error("command", "'command' in \(context) is longer than the API's 4096 characters")
            return nil
        }
        return command
    }
}

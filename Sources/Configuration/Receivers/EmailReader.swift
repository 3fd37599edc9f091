internal import Engine

/// Reads a receiver that is written to by mail.
enum EmailReader {
    /// Nil after reporting what is wrong.
    static func read(_ fields: Fields) -> EmailSettings? {
        let choices = EmailSettings.Security.allCases.map { ($0.rawValue, $0) }
        let security = fields.choice("tls", choices) ?? .startTLS
        let server = server(fields, security)
        let from = fields.requiredText("from").flatMap { address($0, fields.place(of: "from"), "'from'", fields) }
        let to = recipients(fields)
        let login = login(fields)
        guard let server, let from, let to else { return nil }
        checkSecrecy(fields, security, server.host, hasLogin: login != nil)
        return EmailSettings(
            host: server.host,
            port: server.port,
            security: security,
            from: from,
            to: to,
            login: login
        )
    }

    private static func server(_ fields: Fields, _ security: EmailSettings.Security) -> (host: String, port: Int)? {
        guard fields.required("server") != nil, let text = fields.text("server") else { return nil }
        return fields.attempt(fields.place(of: "server"), "'server'", text) { text throws(SyntaxProblem) in
            guard !text.contains("://") else {
                throw SyntaxProblem("a mail server is a host and a port, no URL", "write 'mail.example.org:587'")
            }
            let hasPort = text.lastIndex(of: ":").map { colon in
                !text[colon...].contains("]") && (text.hasPrefix("[") || text.count { $0 == ":" } == 1)
            }
            guard hasPort == true else { return (try HostSyntax.parse(text), standardPort(security)) }
            return try HostSyntax.hostAndPort(text)
        }
    }

    private static func standardPort(_ security: EmailSettings.Security) -> Int {
        switch security {
        case .startTLS: 587
        case .implicit: 465
        case .none: 25
        }
    }

    private static func recipients(_ fields: Fields) -> [String]? {
        guard fields.required("to") != nil else { return nil }
        let texts = fields.texts("to")
        let addresses = texts.compactMap { address($0.text, $0.place, "an item of 'to'", fields) }
        guard !texts.isEmpty else {
            fields.error("to", "'to' in \(fields.context) names nobody", "write 'to: [oncall@example.org]'")
            return nil
        }
        return addresses.count == texts.count ? addresses : nil
    }

    /// An address alone, without a name before it.
    private static func address(_ text: String, _ place: Place, _ what: String, _ fields: Fields) -> String? {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"<>,;\"".utf8.contains($0) }
        guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }), isClean, text.utf8.count <= 254 else {
            let remedy = "write it as 'oncall@example.org', without a name or brackets"
            fields.findings.error(
                place,
                "\(what) in \(fields.context) is '\(text.excerpt)', which is no address",
                remedy
            )
            return nil
        }
        return text
    }

    private static func login(_ fields: Fields) -> EmailSettings.Login? {
        let user = fields.text("username")
        let file = fields.secretPath("password_file")
        if fields.has("username") != fields.has("password_file") {
            let (there, missing) =
                fields.has("username") ? ("username", "password_file") : ("password_file", "username")
            fields.findings.error(
                fields.place(ofKey: there),
                "\(fields.context) has '\(there)' without '\(missing)'",
                "add it, or remove both"
            )
        }
        guard let user, let file else { return nil }
        return EmailSettings.Login(user: user, passwordFile: file)
    }

    /// Without TLS everybody on the way reads along: to this machine alone, or where it is said to be meant.
    private static func checkSecrecy(
        _ fields: Fields,
        _ security: EmailSettings.Security,
        _ host: String,
        hasLogin: Bool
    ) {
        let isMeant = fields.flag("allow_plaintext") ?? false
        let isLoopback = host == "localhost" || IPAddress(host)?.isLoopback == true
        guard security == .none, !isLoopback else { return }
        if hasLogin {
            fields.error("tls", "\(fields.context) would send its password unencrypted", "use 'tls: starttls'")
        } else if !isMeant {
            let remedy = "use 'tls: starttls', or add 'allow_plaintext: true'"
            fields.error("tls", "\(fields.context) would send everything unencrypted to \(host)", remedy)
        }
    }
}

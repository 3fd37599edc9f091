internal import Engine

/// Reads `provider`.
enum ProviderReader {
    static func read(_ fields: Fields) -> ProviderSettings? {
        guard fields.has("provider") else {
            fields.findings.error(
                fields.place,
                "the configuration has no 'provider'",
                "write 'provider: {hostup: {token_file: /path/to/token}}'"
            )
            return nil
        }
        guard let provider = fields.section("provider", .provider, "'provider'"),
            let value = provider.required("hostup"),
            let hostup = Fields(value, .hostup, "provider 'hostup'", fields.findings)
        else { return nil }
        let credential = credential(hostup)
        let sweep = hostup.duration("sweep", atLeast: Defaults.shortestSweep) ?? Defaults.sweep
        let assumeGates = hostup.flag("assume_gates") ?? false
        let assumeIdle = hostup.flag("assume_idle") ?? false
        guard let baseURL = baseURL(hostup), let credential else { return nil }
        return ProviderSettings(
            baseURL: baseURL,
            credential: credential,
            sweep: sweep,
            assumeGates: assumeGates,
            assumeIdle: assumeIdle
        )
    }

    private static func credential(_ hostup: Fields) -> CredentialSource? {
        let file = hostup.secretPath("token_file")
        let name = hostup.text("token_env")
        switch (hostup.has("token_file"), hostup.has("token_env")) {
        case (true, true):
            hostup.error("token_env", "'token_file' and 'token_env' in \(hostup.context)", "keep one of them")
            return nil
        case (false, false):
            hostup.findings.error(
                hostup.place,
                "\(hostup.context) has no credential",
                "name the file that holds the API's key: 'token_file: /path/to/token'"
            )
            return nil
        case (true, false): return file.map(CredentialSource.file)
        case (false, true): return name.flatMap { environment($0, hostup) }
        }
    }

    private static func environment(_ name: String, _ hostup: Fields) -> CredentialSource? {
        let isName =
            name.unicodeScalars.allSatisfy { Lexer.continuesWord($0) && $0 != "-" }
            && name.unicodeScalars.first.map(Lexer.startsWord) == true && name == name.uppercased()
        guard isName else {
            // It may be the key itself.
            hostup.findings.hide(from: hostup.place(ofKey: "token_env").line, to: hostup.place(of: "token_env").line)
            hostup.error(
                "token_env",
                "'token_env' in \(hostup.context) must be the name of a variable, in capitals",
                "such as 'HOSTUP_TOKEN'"
            )
            return nil
        }
        return .environment(name: name)
    }

    /// The key goes to this origin and nowhere else, so that it must be one, and encrypted unless it is this machine.
    private static func baseURL(_ hostup: Fields) -> String? {
        guard hostup.has("base_url") else { return Defaults.baseURL }
        guard let (text, parts) = hostup.url("base_url", schemes: ["https", "http"]) else { return nil }
        guard parts.scheme == "https" || parts.isLoopback else {
            hostup.error(
                "base_url",
                "'base_url' in \(hostup.context) would send the API's key unencrypted",
                "use 'https://'; 'http://' is for loopback addresses only"
            )
            return nil
        }
        guard parts.rest.isEmpty || parts.rest == "/" else {
            hostup.error(
                "base_url",
                "'base_url' in \(hostup.context) has a path",
                "write the origin alone, such as '\(Defaults.baseURL)'"
            )
            return nil
        }
        return parts.rest.isEmpty ? text : String(text.dropLast())
    }
}

internal import Engine

/// Reads `reference_targets`: URLs such as `tcp://192.0.2.1:443` and `icmp://192.0.2.9`.
enum ReferenceReader {
    private static let schemes = ["tcp", "icmp", "tls", "http", "https"]

    static func read(_ item: (text: String, place: Place), _ fields: Fields) -> ProbeDefinition? {
        fields.attempt(item.place, "a reference target", item.text) { text throws(SyntaxProblem) in
            ProbeDefinition(
                name: text,
                interval: Defaults.referencePace.interval,
                timeout: Defaults.referencePace.timeout,
                check: try check(text)
            )
        }
    }

    static func check(_ text: String) throws(SyntaxProblem) -> Check {
        let url = try URLSyntax.parse(text, schemes: schemes)
        if url.scheme == "http" || url.scheme == "https" {
            // Any answer shows that the way there works.
            return .http(HTTPCheck(url: text, host: url.host, expectedStatus: [100...599]))
        }
        guard url.rest.isEmpty || url.rest == "/" else {
            throw SyntaxProblem("'\(text.excerpt)' has a path", "write host and port alone")
        }
        if url.scheme == "icmp" {
            guard url.port == nil else { throw SyntaxProblem("an icmp reference has no port", "write the host alone") }
            return .icmp(ICMPCheck(host: url.host))
        }
        guard let port = url.port else {
            throw SyntaxProblem("'\(text.excerpt)' has no port", "write '\(url.scheme)://\(url.host):443'")
        }
        return url.scheme == "tcp"
            ? .tcp(TCPCheck(host: url.host, port: port)) : .tls(TLSCheck(host: url.host, port: port))
    }
}

internal import Engine

/// An absolute URL's parts (RFC 3986), strict: no credentials, no white space, nothing but printable ASCII.
struct URLSyntax: Equatable {
    var scheme: String
    /// Without brackets.
    var host: String
    /// Nil where the URL leaves it to the scheme.
    var port: Int?
    /// Path, query and fragment, as written.
    var rest: String

    static func parse(_ text: String, schemes: [String]) throws(SyntaxProblem) -> URLSyntax {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SyntaxProblem(
                "a URL holds printable ASCII only, no blanks and no line ends",
                "percent-encode other characters"
            )
        }
        guard let separator = text.firstRange(of: "://") else {
            throw SyntaxProblem("'\(text.excerpt)' is not a URL", "start it with '\(schemes[0])://'")
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard schemes.contains(scheme) else {
            throw SyntaxProblem("the scheme '\(scheme.excerpt)' is none of \(schemes.listed)")
        }
        let body = text[separator.upperBound...]
        let authority = body.prefix { !"/?#".contains($0) }
        return try withAuthority(String(authority), scheme, rest: String(body.dropFirst(authority.count)))
    }

    private static func withAuthority(
        _ authority: String,
        _ scheme: String,
        rest: String
    ) throws(SyntaxProblem) -> URLSyntax {
        guard !authority.contains("@") else {
            throw SyntaxProblem("a URL must not hold credentials", "remove what stands before the '@'")
        }
        guard !authority.isEmpty, !authority.hasPrefix(":") else { throw SyntaxProblem("the URL has no host") }
        guard hasPort(authority) else {
            return URLSyntax(scheme: scheme, host: try HostSyntax.parse(authority), port: nil, rest: rest)
        }
        let (host, port) = try HostSyntax.hostAndPort(authority)
        return URLSyntax(scheme: scheme, host: host, port: port, rest: rest)
    }

    private static func hasPort(_ authority: String) -> Bool {
        guard let colon = authority.lastIndex(of: ":") else { return false }
        return !authority[colon...].contains("]")
    }

    var isLoopback: Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }
}

internal import Engine

/// A host, as a literal address or a name (RFC 1123, underscores tolerated), and ports.
enum HostSyntax {
    /// The host without brackets.
    static func parse(_ text: String) throws(SyntaxProblem) -> String {
        if IPAddress(text) != nil {
            return text.hasPrefix("[") ? String(text.dropFirst().dropLast()) : text
        }
        if text.contains("://") {
            throw SyntaxProblem("'\(text.excerpt)' is a URL", "write the host alone")
        }
        if text.contains(":") || text.hasPrefix("[") {
            throw SyntaxProblem("'\(text.excerpt)' is neither an address nor a host name", "write a port as 'port'")
        }
        guard isName(text) else {
            throw SyntaxProblem("'\(text.excerpt)' is neither an address nor a host name")
        }
        return text
    }

    private static func isName(_ text: String) -> Bool {
        let labels = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard (1...253).contains(labels.utf8.count) else { return false }
        let parts = labels.split(separator: ".", omittingEmptySubsequences: false)
        // What ends in a number is an address or a mistake in one (WHATWG URL, §3.5).
        guard let last = parts.last, !last.allSatisfy(\.isNumber) else { return false }
        return parts.allSatisfy { part in
            (1...63).contains(part.utf8.count) && !part.hasPrefix("-") && !part.hasSuffix("-")
                && part.utf8.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }

    static func port(_ text: some StringProtocol, in range: ClosedRange<Int> = 1...65535) throws(SyntaxProblem) -> Int {
        guard let port = Int(text), range.contains(port) else {
            throw SyntaxProblem("'\(String(text).excerpt)' is not a port", "ports go from 1 to 65535")
        }
        return port
    }

    /// `127.0.0.1:9753`, `[::1]:9753`, `localhost:9753`.
    static func hostAndPort(
        _ text: String,
        in range: ClosedRange<Int> = 1...65535
    ) throws(SyntaxProblem) -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex, !text[colon...].contains("]") else {
            throw SyntaxProblem("'\(text.excerpt)' has no port", "write 'host:port', such as '127.0.0.1:9753'")
        }
        let host = String(text[..<colon])
        guard !host.contains(":") || host.hasPrefix("[") else {
            throw SyntaxProblem("'\(text.excerpt)': an IPv6 address before a port needs brackets", "write '[::1]:9753'")
        }
        return (try parse(host), try port(text[text.index(after: colon)...], in: range))
    }
}

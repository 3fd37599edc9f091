import Engine

/// Where the API lives: scheme, host and port, and nothing else, so that a path can be set behind it without thought.
///
/// `https` always; `http` for this very machine alone, because the key travels with each request.
public struct Origin: Hashable, Sendable {
    public enum Scheme: String, Hashable, Sendable {
        case http, https
    }

    public let scheme: Scheme
    /// In lower case; IPv6 in brackets.
    public let host: String
    public let port: Int?

    public static let hostUp = Origin(scheme: .https, host: "cloud.hostup.se", port: nil)

    private init(scheme: Scheme, host: String, port: Int?) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Takes `https://host[:port][/]` (RFC 6454's origin, written as a URL).
    public init(_ text: String) throws(OriginError) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.utf8.contains(UInt8(ascii: "\\")) else {
            throw OriginError(.malformed)
        }
        let (scheme, authority) = try Origin.split(text)
        let (host, port) = try Origin.hostAndPort(authority)
        guard scheme == .https || Origin.isThisMachine(host) else { throw OriginError(.plainHTTP(host: host)) }
        self.init(scheme: scheme, host: host, port: port)
    }

    /// The URL of a path that starts with a slash.
    func url(_ path: String) -> String {
        precondition(path.hasPrefix("/") && !path.hasPrefix("//"), "a path below the origin")
        return description + path
    }

    private static func split(_ text: String) throws(OriginError) -> (Scheme, Substring) {
        guard let colon = text.firstRange(of: "://") else { throw OriginError(.noScheme) }
        guard let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased()) else {
            throw OriginError(.otherScheme(String(text[..<colon.lowerBound])))
        }
        var authority = text[colon.upperBound...]
        guard !authority.contains("@") else { throw OriginError(.userInfo) }
        guard !authority.contains("?"), !authority.contains("#") else { throw OriginError(.query) }
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        guard !authority.contains("/") else { throw OriginError(.path) }
        return (scheme, authority)
    }

    private static func hostAndPort(_ authority: Substring) throws(OriginError) -> (String, Int?) {
        let hostEnd: Substring.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw OriginError(.malformed) }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = authority[..<hostEnd].lowercased()
        guard isHost(host) else { throw OriginError(host.isEmpty ? .noHost : .malformed) }
        guard hostEnd < authority.endIndex else { return (host, nil) }
        let digits = authority[authority.index(after: hostEnd)...]
        guard authority[hostEnd] == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { throw OriginError(.port) }
        return (host, port)
    }

    /// A name of letters, digits, dots and hyphens, or a literal address. A name whose last label is a number would be
    /// read by some as an address in disguise (`127.1`), so it is none.
    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("[") { return IPAddress(host) != nil }
        let isName = host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        guard isName, let last = host.split(separator: ".", omittingEmptySubsequences: false).last, !last.isEmpty else {
            return false
        }
        return last.utf8.contains { !(0x30...0x39).contains($0) } && !last.hasPrefix("0x") || IPAddress(host) != nil
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }
}

extension Origin: CustomStringConvertible {
    /// `https://cloud.hostup.se`, without a slash at the end.
    public var description: String { "\(scheme.rawValue)://\(host)" + (port.map { ":\($0)" } ?? "") }
}

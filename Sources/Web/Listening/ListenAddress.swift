/// Where a server listens.
public enum ListenAddress: Hashable, Sendable {
    case hostPort(host: String, port: Int)
    case unixSocket(path: String)
    /// A socket that was bound by whoever started this process.
    case descriptor(Int32)

    /// Reads `host:port`, `[v6]:port` or `:port` (all addresses); nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        self = .hostPort(host: host.isEmpty ? "::" : String(host), port: port)
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .hostPort(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        case .descriptor(let number): "inherited descriptor \(number)"
        }
    }
}

/// What a probe asks, by protocol. The large ones stand apart, so that an echo's is not as large as they are.
public enum Check: Hashable, Sendable, Codable {
    indirect case http(HTTPCheck)
    case tcp(TCPCheck)
    indirect case tls(TLSCheck)
    case icmp(ICMPCheck)
    case agent(AgentCheck)

    public var kind: String {
        switch self {
        case .http: "http"
        case .tcp: "tcp"
        case .tls: "tls"
        case .icmp: "icmp"
        case .agent: "agent"
        }
    }

    /// The address the check talks to, where it is written as one.
    public var literalAddress: IPAddress? {
        switch self {
        case .http(let check): IPAddress(check.host)
        case .tcp(let check): IPAddress(check.host)
        case .tls(let check): IPAddress(check.host)
        case .icmp(let check): IPAddress(check.host)
        case .agent: nil
        }
    }
}

/// Which of a host's addresses a probe may use.
public enum AddressFamily: String, Hashable, Sendable, Codable {
    case any
    case v4
    case v6
}

/// What is wrong with a `base_url`, and what it should be.
public struct OriginError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case malformed
        case noScheme
        case otherScheme(String)
        case plainHTTP(host: String)
        case userInfo
        case path
        case query
        case noHost
        case port
    }

    public var kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }
}

extension OriginError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .malformed: "not a URL; write it as https://cloud.hostup.se"
        case .noScheme: "has no scheme; write https:// in front"
        case .otherScheme(let scheme): "has the scheme '\(scheme.prefix(20))'; the API is spoken to over https"
        case .plainHTTP(let host):
            "would send the API key to \(host.prefix(80)) unencrypted; use https (http is for this machine's own addresses)"
        case .userInfo: "carries a user name or password; the key comes from token_file or token_env"
        case .path: "carries a path; give scheme, host and port alone"
        case .query: "carries a query or fragment; give scheme, host and port alone"
        case .noHost: "has no host; write it as https://cloud.hostup.se"
        case .port: "has a port that is not a number from 1 to 65535"
        }
    }
}

/// What people's dashboards want to see of an answer and nothing is ever decided by: it is served as metrics, is no part of
/// the evidence, and is not journalled.
public struct Particulars: Hashable, Sendable {
    /// Where the probe went, whether or not anybody answered there.
    public var address: IPAddress?
    /// As the answer's header announces it; -1 where it does not.
    public var contentLength: Int64?
    /// Unix seconds.
    public var lastModified: Int64?
    /// Answered with, whether or not they were followed.
    public var redirects: UInt16 = 0
    /// In tenths: 11 is HTTP/1.1.
    public var httpVersion: UInt8?
    /// The answer came through TLS.
    public var isEncrypted = false
    public var tlsVersion: TLSVersion?
    /// Of the reply's packet: IPv4's time to live, IPv6's hop limit.
    public var hopLimit: UInt8?

    public init() {}

    public enum TLSVersion: UInt8, Hashable, Sendable, CaseIterable {
        case tls10, tls11, tls12, tls13
    }
}

/// A round of echo requests.
public struct ICMPCheck: Hashable, Sendable, Codable {
    public var host: String
    /// Echoes in one round; the round is up if any is answered, and its loss is the share that is not.
    public var count: Int
    /// Bytes of payload in each echo.
    public var payloadBytes: Int
    public var family: AddressFamily

    public init(host: String, count: Int = 3, payloadBytes: Int = 56, family: AddressFamily = .any) {
        self.host = host
        self.count = count
        self.payloadBytes = payloadBytes
        self.family = family
    }
}

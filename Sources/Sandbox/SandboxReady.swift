/// Where a sandbox that is ready can be met.
public struct SandboxReady: Hashable, Sendable {
    /// The API's origin, the same inside the guests' namespace and, where a listener was handed over, outside it.
    public var origin: String
    /// A token that may do everything.
    public var token: String
    public var guests: [GuestDescription]

    /// The same as a JSON object, for a file that other programs read.
    public var json: String {
        let value: JSON = [
            "api": .string(origin), "token": .string(token), "guests": .array(guests.map(\.json)),
        ]
        return String(decoding: value.bytes, as: UTF8.self) + "\n"
    }
}

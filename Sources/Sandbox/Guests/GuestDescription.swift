/// What a guest is called and where it answers: fixed for its life.
public struct GuestDescription: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Listeners in a network namespace of their own, served by this process.
        case light
        /// A Linux machine in QEMU.
        case qemu
    }

    /// The public id, as v2 of the API names it.
    public var id: String
    /// The integer by which v1 names it.
    public var vmid: Int
    public var name: String
    public var kind: Kind
    /// An IPv4 address that answers only inside the sandbox's namespace.
    public var address: String

    /// Serves `GET /health` with `ok`.
    public static let httpPort = 80
    /// Greets with a banner that begins `SSH-2.0-`.
    public static let sshPort = 22

    /// The guest of this number, from 1: ids and addresses are the same in every sandbox, so that a configuration
    /// written for one serves for the next.
    public static func numbered(_ number: Int, kind: Kind) -> GuestDescription {
        precondition((1...maximumCount).contains(number), "a sandbox has between 1 and \(maximumCount) guests")
        let suffix = String(number)
        return GuestDescription(
            id: "vps_01sandbox" + String(repeating: "0", count: 17 - suffix.count) + suffix,
            vmid: 10_000 + number,
            name: "\(kind.rawValue)-\(number)",
            kind: kind,
            address: "10.99.\((number + 10) >> 8).\((number + 10) & 0xFF)"
        )
    }

    /// The address of the namespace's own end, the guests' gateway.
    static let gateway = "10.99.0.1"
    /// Bounded by what one machine's kernel likes to hold as namespaces.
    public static let maximumCount = 2000

    var number: Int { vmid - 10_000 }
}

import Glibc

/// A light guest's network: a namespace of its own, joined to the sandbox's by a pair of virtual Ethernet devices.
///
/// To fall silent the guest loses its address, and with it the only route out. Its kernel then answers neither ARP nor
/// echo and sends no reset for a connection it still holds, which is how a dead machine looks from the other end.
struct GuestLink: Sendable {
    let namespace: NetworkNamespace
    private let outside: NetworkNamespace
    private let address: String
    private let device: String

    private static let inner = "eth0"
    /// The rule's preference: after the local table (0), before the main one (32766).
    private static let rulePreference = 10

    /// Makes the namespace and both ends of the pair; the guest has no address yet.
    static func make(for guest: GuestDescription, outside: NetworkNamespace) async throws -> GuestLink {
        let namespace = try await NetworkNamespace.make()
        let link = GuestLink(
            namespace: namespace,
            outside: outside,
            address: guest.address,
            device: "defib\(guest.number)"
        )
        try await outside.batch([
            "link add \(link.device) type veth peer name \(inner) netns \(namespace.path)",
            "addr add \(GuestDescription.gateway)/32 dev \(link.device)",
            "link set \(link.device) up",
            "route add \(guest.address)/32 dev \(link.device)",
        ])
        try await namespace.batch(["link set lo up", "link set \(inner) up"])
        return link
    }

    /// Brings the guest from what it showed before to what it shall show now.
    func show(_ presence: LightMachine.Presence, insteadOf before: LightMachine.Presence) async throws {
        var changes: [String] = []
        if before == .silent, presence != .silent {
            changes += [
                "addr add \(address)/32 dev \(Self.inner)",
                "route add \(GuestDescription.gateway)/32 dev \(Self.inner) src \(address)",
            ]
        }
        if before == .echoOnly { changes.append("rule del pref \(Self.rulePreference)") }
        if presence == .echoOnly {
            // The kernel may answer echo, but finds no way out for anything of TCP: no SYN-ACK, no reset.
            changes.append("rule add pref \(Self.rulePreference) ipproto tcp blackhole")
        }
        if before != .silent, presence == .silent { changes.append("addr flush dev \(Self.inner)") }
        try await namespace.batch(changes)
    }

    /// Takes the pair of devices away; the namespace goes with its last socket.
    func remove() async {
        try? await outside.batch(["link del \(device)"])
    }
}

extension NetworkNamespace {
    /// Runs lines of `ip` inside, in one process and as one step.
    func batch(_ lines: [String]) async throws {
        guard !lines.isEmpty else { return }
        try await run {
            _ = try Tool.run(["ip", "-batch", "-"], input: lines.joined(separator: "\n") + "\n")
        }
    }
}

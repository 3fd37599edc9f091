import Glibc
import Synchronization
import Testing

/// Two network namespaces joined by a cable: ours, from which is probed, and a guest's.
///
///     198.51.100.1  2001:db8:51::1   ours
///     198.51.100.2  2001:db8:51::2   the guest, which answers
///     198.51.100.3                   the guest, which drops everything
///     198.51.100.4                   the guest, to which our own firewall forbids sending
///     198.51.100.9  2001:db8:51::9   nobody
///     203.0.113.1                    no route
///     203.0.113.7                    a route that says unreachable
final class Network: Sendable {
    let ours: String
    private let guest: String

    static let isPossible = geteuid() == 0
    static let requirement: Comment = "needs root, to make network namespaces"

    private static let count = Mutex(0)

    init() throws {
        let number = Network.count.withLock { count in
            count += 1
            return count
        }
        ours = "defib-probes-\(getpid())-\(number)-a"
        guest = "defib-probes-\(getpid())-\(number)-b"
        for space in [ours, guest] {
            try Command.run("ip netns add \(space)")
            // Without duplicate address detection, addresses are good from the first moment.
            try Command.run("ip netns exec \(space) sysctl -qw net.ipv6.conf.default.accept_dad=0")
        }
        try Command.run("ip -n \(ours) link add cable type veth peer name cable netns \(guest)")
        for (space, addresses) in [(ours, ["198.51.100.1/24"]), (guest, (2...4).map { "198.51.100.\($0)/24" })] {
            for address in addresses { try Command.run("ip -n \(space) address add \(address) dev cable") }
            let own = space == ours ? 1 : 2
            try Command.run("ip -n \(space) address add 2001:db8:51::\(own)/64 dev cable nodad")
            try Command.run("ip -n \(space) link set lo up")
            try Command.run("ip -n \(space) link set cable up")
        }
        for space in [ours, guest] { try awaitCarrier(space) }
        try Command.run("ip -n \(ours) route add unreachable 203.0.113.7")
        try firewall(guest, "input ip daddr 198.51.100.3 drop")
        try firewall(ours, "output ip daddr 198.51.100.4 drop")
        // An address nobody has is given up after three questions: in 0.3 s rather than 3.
        for family in ["ipv4", "ipv6"] {
            try Command.run("ip netns exec \(ours) sysctl -qw net.\(family).neigh.cable.retrans_time_ms=100")
        }
    }

    deinit {
        _ = try? Command.run("ip netns del \(ours)")
        _ = try? Command.run("ip netns del \(guest)")
    }

    /// The kernel takes a moment to see that the cable is plugged in at both ends, and loses what is sent before.
    private func awaitCarrier(_ space: String) throws {
        for _ in 0..<500 {
            if try Command.run("ip -n \(space) link show cable").contains("state UP") { return }
            usleep(10_000)
        }
        throw Command.Failure(description: "the cable between the namespaces stays down")
    }

    private func firewall(_ space: String, _ rule: String) throws {
        let hook = rule.split(separator: " ")[0]
        try Command.run(["ip", "netns", "exec", space, "nft", "add table inet t"])
        try Command.run(
            ["ip", "netns", "exec", space, "nft", "add chain inet t \(hook) { type filter hook \(hook) priority 0; }"]
        )
        try Command.run(["ip", "netns", "exec", space, "nft", "add rule inet t \(rule)"])
    }

    /// Calls `body` on a thread that lives in our namespace, and so do the sockets and threads it makes.
    func inside<Value: Sendable>(
        withoutRawSockets: Bool = false,
        _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        try Confined.run { [ours] in
            try Confined.enter("/run/netns/\(ours)")
            if withoutRawSockets { try Confined.dropCapabilities() }
            return try body()
        }
    }

    /// The other side, for servers.
    func insideGuest<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        try Confined.run { [guest] in
            try Confined.enter("/run/netns/\(guest)")
            return try body()
        }
    }

    /// Which groups may have ICMP datagram sockets there.
    func setPingGroupRange(_ range: String) throws {
        try Command.run(["ip", "netns", "exec", ours, "sysctl", "-qw", "net.ipv4.ping_group_range=\(range)"])
    }
}

/// A thread whose namespace or privileges are its own: Linux keeps both by thread.
enum Confined {
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        var thread = pthread_t()
        let work: @Sendable () -> Void = { outcome.withLock { $0 = Result { try body() } } }
        try withoutActuallyEscaping(work) { work in
            let box = Unmanaged.passRetained(Box(work))
            let code = pthread_create(
                &thread,
                nil,
                { argument in
                    if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work() }
                    return nil
                },
                box.toOpaque()
            )
            guard code == 0 else { throw Command.Failure(description: "pthread_create: \(code)") }
            pthread_join(thread, nil)
        }
        guard let value = outcome.withLock({ $0 }) else { throw Command.Failure(description: "the thread did nothing") }
        return try value.get()
    }

    /// setns(2), which the Glibc module does not show.
    static func enter(_ namespace: String) throws {
        typealias SetNamespace = @convention(c) (Int32, Int32) -> Int32
        let file = open(namespace, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        guard let symbol = dlsym(nil, "setns"), unsafeBitCast(symbol, to: SetNamespace.self)(file, 0) == 0 else {
            throw Command.Failure(description: "setns \(namespace): errno \(errno)")
        }
    }

    /// capset(2): all of them, for this thread alone.
    static func dropCapabilities() throws {
        typealias SetCapabilities = @convention(c) (UnsafeRawPointer, UnsafeRawPointer) -> Int32
        let header: [UInt32] = [0x2008_0522, 0]
        let none = [UInt32](repeating: 0, count: 6)
        guard let symbol = dlsym(nil, "capset"), unsafeBitCast(symbol, to: SetCapabilities.self)(header, none) == 0
        else {
            throw Command.Failure(description: "capset: errno \(errno)")
        }
    }

    private final class Box {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}

import Engine
import Synchronization
import Transfer

/// Where the name of one transfer is: what the resolver says, and first the address that answered last.
final class NamedHost: Sendable {
    /// Of a name's addresses, at most so many are tried in one probe.
    static let attempts = 3

    let name: String
    private let family: AddressFamily
    private let resolver: Resolver
    private let transfer: PreparedTransfer
    private let state = Mutex(State())

    private struct State {
        /// The last one that accepted a connection.
        var favourite: IPAddress?
        /// Kept from run to run, for an address seldom changes.
        var fixed: (address: IPAddress, way: FixedAddress)?
    }

    /// Nil where the transfer's URL has an address.
    init?(_ transfer: PreparedTransfer, resolver: Resolver) {
        guard let name = transfer.name else { return nil }
        self.name = name
        family = AddressFamily(transfer.family)
        self.resolver = resolver
        self.transfer = transfer
    }

    /// What is known without asking.
    var known: NameAnswer? { resolver.known(name, family: family) }

    /// Asks; the completion is called once, here or on the resolver's thread, by the deadline.
    func resolve(by deadline: Nanoseconds, _ completion: @escaping @Sendable (NameAnswer) -> Void) {
        let known = resolver.resolve(name, family: family, deadline: deadline, completion)
        if let known { completion(known) }
    }

    /// The addresses to try, in that order. Families take turns, since whole families fail (RFC 8305 §4).
    func order(_ addresses: [IPAddress]) -> [IPAddress] {
        guard let first = addresses.first, addresses.count > 1 else { return addresses }
        let favourite = state.withLock { $0.favourite }.flatMap { addresses.contains($0) ? $0 : nil } ?? first
        let rest = addresses.filter { $0 != favourite }
        let (same, other) = (rest.filter { $0.isV4 == favourite.isV4 }, rest.filter { $0.isV4 != favourite.isV4 })
        return [favourite] + (other.prefix(1) + same + other.dropFirst()).prefix(NamedHost.attempts - 1)
    }

    func way(to address: IPAddress) -> FixedAddress {
        state.withLock { state in
            if let fixed = state.fixed, fixed.address == address { return fixed.way }
            let way = transfer.fix(PeerAddress(high: address.high, low: address.low, isV4: address.isV4))
            state.fixed = (address, way)
            return way
        }
    }

    func answered(_ address: IPAddress) {
        state.withLock { $0.favourite = address }
    }
}

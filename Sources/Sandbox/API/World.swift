import Logging
import Synchronization

/// Guests that run, and that the account does not have: not yet ordered, or already given back.
final class Strangers: Sendable {
    private let ids = Mutex<Set<String>>([])

    func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }
    func insert(_ id: String) { ids.withLock { _ = $0.insert(id) } }
    func remove(_ id: String) { ids.withLock { _ = $0.remove(id) } }
}

/// All that a request can ask about: the guests, their jobs, the faults switched on, and who may ask.
struct World: Sendable {
    let everyGuest: [any Guest]
    let strangers: Strangers
    let tokens: [String: Set<Scope>]
    let faults: FaultBoard
    let operations: Operations
    let limiter: RateLimiter
    let log: RequestLog

    /// Those that the account has now.
    var guests: [any Guest] { everyGuest.filter { !strangers.contains($0.description.id) } }

    func guest(id: String) -> (any Guest)? {
        guests.first { $0.description.id == id }
    }

    func guest(vmid: Int) -> (any Guest)? {
        guests.first { $0.description.vmid == vmid }
    }

    /// The guest a person means: by id or by name, in the account or not.
    func guest(named word: String) -> (any Guest)? {
        everyGuest.first { $0.description.id == word || $0.description.name == word }
    }

    func view(of guest: any Guest, for endpoint: Endpoint) async -> PlatformView {
        PlatformView(
            guest: guest.description,
            condition: await guest.condition(),
            tasks: operations.underWay(on: guest.description),
            endpoint: endpoint,
            faults: faults
        )
    }
}

import Logging

/// All that a request can ask about: the guests, their jobs, the faults switched on, and who may ask.
struct World: Sendable {
    let guests: [any Guest]
    let tokens: [String: Set<Scope>]
    let faults: FaultBoard
    let operations: Operations
    let limiter: RateLimiter
    let log: RequestLog

    func guest(id: String) -> (any Guest)? {
        guests.first { $0.description.id == id }
    }

    func guest(vmid: Int) -> (any Guest)? {
        guests.first { $0.description.vmid == vmid }
    }

    /// The guest a person means: by id or by name.
    func guest(named word: String) -> (any Guest)? {
        guests.first { $0.description.id == word || $0.description.name == word }
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

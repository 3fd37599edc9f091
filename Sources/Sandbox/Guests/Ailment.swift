/// What ails a guest, from nearly well to dead.
public enum Ailment: String, Hashable, Sendable, CaseIterable {
    /// Connections are accepted and never answered; the kernel lives.
    case soft
    /// Only the kernel's echo still answers; TCP is silent.
    case half
    /// Nothing answers, ARP excepted at most: what a panicked kernel looks like from outside.
    case hard
    /// Boots, serves for a moment, dies and boots again, until somebody sends `recover`.
    case crashLoop = "crash_loop"
}

/// The mildest action that helps. Milder ones are accepted by the API, complete, and change nothing.
public enum Cure: String, Hashable, Sendable, CaseIterable {
    case restart
    case reset
    /// No power action: only the sandbox's own `recover`.
    case nothing
}

extension Ailment {
    /// A hung service still obeys a graceful restart; a dead kernel hears nothing.
    var usualCure: Cure {
        switch self {
        case .soft, .half: .restart
        case .hard: .reset
        case .crashLoop: .nothing
        }
    }
}

/// The five power actions, as the API's paths spell them.
enum PowerVerb: String, Hashable, Sendable, CaseIterable {
    case start, shutdown, stop, restart, reset

    /// The action gate that speaks of it.
    var gate: String {
        switch self {
        case .start: "canStart"
        case .shutdown: "canShutdown"
        case .stop: "canStop"
        case .restart: "canRestart"
        case .reset: "canReset"
        }
    }
}

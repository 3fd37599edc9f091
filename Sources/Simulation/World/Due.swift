internal import Engine

/// What the world's agenda holds.
enum Due {
    /// A probe's turn; `life` is that of the process which asks.
    case probe(owner: ProbeAddress.Owner, probe: Int, epoch: UInt32, life: Int, repeats: Bool)
    /// Something on its way to the process: lost when it dies.
    case event(Event, life: Int)
    case sweep(life: Int, repeats: Bool)
    case measure(life: Int)
    case flush(life: Int)
    case rebirth
    case faultBegins(Int)
    case faultEnds(Int)
    /// The provider gets to a job.
    case execute(Int)
    /// A guest's own doing, unless it changed meanwhile.
    case guest(Int, version: Int, GuestTurn)
    /// An incumbent looks at what it heard.
    case look
    /// Everything is mended, and comes to rest.
    case mend
}

enum GuestTurn {
    case kernelUp
    case bootEnds
    case serviceCrashes
}

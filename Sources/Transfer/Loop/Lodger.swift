/// Work that a loop's thread does between its transfers, such as deciding which to start: on a thread of its own, each start would
/// cost a second wake-up.
public protocol Lodger: AnyObject, Sendable {
    /// Does what is due. Returns after how many milliseconds to be called again, at the latest; nil: never again. On the loop's
    /// thread, which must not wait.
    func takeTurn() -> Int32?
}

/// A lodger and when its turn comes.
struct Lodging {
    let lodger: any Lodger
    /// Nanoseconds on the loop's clock.
    var dueAt: UInt64
}

internal import HTTPTypes
internal import Synchronization

/// How many long answers are under way: each holds what it is made of until its reader has taken it, and readers can be
/// slow.
final class Turnstile: Sendable {
    private let free: Mutex<Int>

    init(places: Int = 16) {
        free = Mutex(places)
    }

    /// A place, given back when nobody holds it any more.
    final class Place: Sendable {
        private let turnstile: Turnstile

        fileprivate init(_ turnstile: Turnstile) {
            self.turnstile = turnstile
        }

        deinit {
            turnstile.free.withLock { $0 += 1 }
        }
    }

    func enter() throws(Refusal) -> Place {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isFree else {
            throw Refusal(.serviceUnavailable, "too many long answers are being read; try again later")
        }
        return Place(self)
    }
}

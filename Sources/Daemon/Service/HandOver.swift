import Synchronization

/// A value that is handed over once and leaves nothing behind. What still held the engine as it was at the start would make
/// its first steps copy all of it, and keep the old one for good: 4 kB a target.
final class HandOver<Value: Sendable>: Sendable {
    private let held: Mutex<Value?>

    init(_ value: Value) {
        held = Mutex(value)
    }

    /// - Precondition: nobody has taken it.
    func take() -> Value {
        guard let value = held.withLock({ $0.take() }) else { preconditionFailure("handed over once") }
        return value
    }
}

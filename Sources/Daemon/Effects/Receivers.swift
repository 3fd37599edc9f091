import Alerting
import Engine
import Synchronization

/// The receivers by name, replaced as a whole at a reload.
final class Receivers: Sendable {
    private let byName: Mutex<[String: any Receiver]>

    init(_ receivers: [any Receiver]) {
        byName = Mutex(Receivers.index(receivers))
    }

    func replace(_ receivers: [any Receiver]) {
        byName.withLock { $0 = Receivers.index(receivers) }
    }

    /// In the order of the alphabet.
    var names: [String] { byName.withLock { $0.keys.sorted() } }

    func deliver(_ notification: Notification, to name: String) async -> DeliveryOutcome {
        guard let receiver = byName.withLock({ $0[name] }) else {
            return .refused("no receiver named '\(name)' is configured any more")
        }
        return await receiver.deliver(notification)
    }

    private static func index(_ receivers: [any Receiver]) -> [String: any Receiver] {
        Dictionary(receivers.map { ($0.name, $0) }) { first, _ in first }
    }
}

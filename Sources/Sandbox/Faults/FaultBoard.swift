import Synchronization

/// The faults that are switched on. Of two that speak of the same thing, the one switched on last speaks.
final class FaultBoard: Sendable {
    private let rules: Mutex<[FaultRule]>

    init(_ rules: [FaultRule] = []) {
        self.rules = Mutex(rules)
    }

    var all: [FaultRule] { rules.withLock { $0 } }

    func add(_ added: [FaultRule]) {
        rules.withLock { $0 += added }
    }

    func clear() {
        rules.withLock { $0 = [] }
    }

    /// The fault for this request that `select` wants; one that is counted is struck off once.
    func strike<Value>(vps: String?, endpoint: Endpoint, _ select: (Fault) -> Value?) -> Value? {
        rules.withLock { rules in
            for index in rules.indices.reversed() where rules[index].strikes(vps: vps, endpoint: endpoint) {
                guard let value = select(rules[index].fault) else { continue }
                if let times = rules[index].times {
                    rules[index].times = times - 1
                    if times <= 1 { rules.remove(at: index) }
                }
                return value
            }
            return nil
        }
    }
}

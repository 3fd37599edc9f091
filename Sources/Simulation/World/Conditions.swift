internal import Engine

/// Which faults are on just now, by kind: the network's, the provider's, the watchdog's and the operator's.
struct Conditions {
    private var on: [Int] = Array(repeating: 0, count: Fault.Kind.allCases.count)
    private var sizes: [Int] = Array(repeating: 0, count: Fault.Kind.allCases.count)

    private static let positions: [Fault.Kind: Int] = Dictionary(
        uniqueKeysWithValues: Fault.Kind.allCases.enumerated().map { ($0.element, $0.offset) }
    )

    static func position(_ kind: Fault.Kind) -> Int { positions[kind] ?? 0 }

    mutating func begin(_ fault: Fault) {
        on[Conditions.position(fault.kind)] += 1
        sizes[Conditions.position(fault.kind)] = fault.size
    }

    mutating func end(_ kind: Fault.Kind) {
        on[Conditions.position(kind)] = max(0, on[Conditions.position(kind)] - 1)
    }

    mutating func mend() { on = Array(repeating: 0, count: on.count) }

    func isOn(_ kind: Fault.Kind) -> Bool { on[Conditions.position(kind)] > 0 }
    func size(_ kind: Fault.Kind) -> Int { isOn(kind) ? sizes[Conditions.position(kind)] : 0 }
}

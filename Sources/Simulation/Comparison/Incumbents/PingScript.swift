internal import Engine

/// The script most people begin with: cron runs it each minute, and after three failed pings in a row it resets.
struct PingScript: Incumbent {
    static let name = "three failed pings, then reset"
    let pace = TimeSpan.minutes(1)
    private var failures: [Int]

    init(targets: Int) { failures = Array(repeating: 0, count: targets) }

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order] {
        var orders: [Order] = []
        for (target, check) in checks.enumerated() {
            failures[target] = check.ping == false ? failures[target] + 1 : 0
            guard failures[target] == 3 else { continue }
            failures[target] = 0
            orders.append(Order(target: target, action: .reset))
        }
        return orders
    }
}

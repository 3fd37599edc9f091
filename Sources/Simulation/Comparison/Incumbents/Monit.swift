internal import Engine

/// Monit: `if failed port 80 protocol http for 3 cycles then exec "restart"` and `if failed ping for 6 cycles then exec
/// "reset"`, each `repeat every 10 cycles`, with a cycle of 30 seconds (its manual's own example).
struct Monit: Incumbent {
    static let name = "Monit, N cycles then exec"
    let pace = TimeSpan.seconds(30)
    private var http: [Int]
    private var ping: [Int]

    init(targets: Int) {
        http = Array(repeating: 0, count: targets)
        ping = http
    }

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order] {
        var orders: [Order] = []
        for (target, check) in checks.enumerated() {
            http[target] = check.http == false ? http[target] + 1 : 0
            ping[target] = check.ping == false ? ping[target] + 1 : 0
            if Monit.isDue(ping[target], after: 6) {
                orders.append(Order(target: target, action: .reset))
            } else if Monit.isDue(http[target], after: 3) {
                orders.append(Order(target: target, action: .restart))
            }
        }
        return orders
    }

    private static func isDue(_ cycles: Int, after first: Int) -> Bool {
        cycles >= first && (cycles - first) % 10 == 0
    }
}

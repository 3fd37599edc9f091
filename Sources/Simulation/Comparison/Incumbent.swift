internal import Engine

/// A decision logic as people run it today: it looks at the latest result of each check at its own pace, and orders.
///
/// Each is modelled from its documentation, as simple as that describes it and as well configured as its users do it; what
/// is unknown to Defib is a failed check to it, because it has two values only.
protocol Incumbent {
    static var name: String { get }
    /// From one look at the checks to the next.
    var pace: TimeSpan { get }

    init(targets: Int)

    mutating func decide(_ checks: [Checks], isGatewayUp: Bool, at now: Timestamp) -> [Order]
}

/// The latest results for one host; nil: never asked.
struct Checks {
    var http: Bool?
    var ping: Bool?
    var ssh: Bool?

    var isAnythingUp: Bool { http == true || ping == true || ssh == true }
}

struct Order {
    var target: Int
    var action: PowerAction
}

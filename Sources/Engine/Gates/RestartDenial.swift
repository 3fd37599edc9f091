/// The one exception to "graceful first": the provider denied a restart in two readings far enough apart, and in both allowed
/// a reset. What is absent or not understood is no denial, and nothing between the two may have said otherwise.
struct RestartDenial: Sendable {
    /// Between the two readings at least.
    static let pause = TimeSpan.seconds(30)

    var first: Timestamp
    var second: Timestamp

    /// Whether one reading denies a restart while it allows a reset, in every answer that speaks of either.
    static func isDenied(in reading: Inspection) -> Bool {
        let restarts = reading.gates.filter { $0.name == PowerAction.restart.gateName }
        let resets = reading.gates.filter { $0.name == PowerAction.reset.gateName }
        guard !restarts.isEmpty, !resets.isEmpty else { return false }
        let areDenied = restarts.allSatisfy { if case .denied = $0.verdict { true } else { false } }
        return areDenied && resets.allSatisfy { $0.verdict == .allowed }
    }
}

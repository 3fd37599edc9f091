/// Longer than anything takes on a machine with little time to spare: a watchdog that was starved distrusts itself for a
/// minute before it acts.
let patience = Duration.seconds(120)

/// Waits until `body` gives something; the deadline is one that only a broken build meets.
func eventually<Value>(
    _ what: String,
    within limit: Duration = patience,
    _ body: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if let value = try await body() { return value }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw Mishap("it did not come true within \(limit): \(what)")
}

extension Bool {
    /// For `eventually`: only true ends the wait.
    var ifTrue: Bool? { self ? true : nil }
}

internal import Engine

/// What stands around the rules in `defib.yml`, as far as it bears on what they do. What is not written stays as it was.
enum TestSettingsReader {
    static func read(_ fields: Fields, into policy: inout Policy) {
        policy.mode = fields.mode() ?? policy.mode
        policy.sweep = fields.duration("sweep", atLeast: Defaults.shortestSweep) ?? policy.sweep
        policy.assumeGates = fields.flag("assume_gates") ?? policy.assumeGates
        policy.assumeIdle = fields.flag("assume_idle") ?? policy.assumeIdle
        guard let limits = fields.section("limits", .limits, "'limits' of \(fields.context)") else { return }
        if limits.has("fleet") { policy.limits.fleet = limits.parsed("fleet", BudgetSyntax.parse) ?? nil }
        policy.limits.inFlight = limits.integer("in_flight", in: 0...1_000) ?? policy.limits.inFlight
        policy.limits.storm = limits.parsed("storm", ShareSyntax.parse) ?? policy.limits.storm
    }
}

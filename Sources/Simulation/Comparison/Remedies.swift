internal import Engine

/// What Defib is configured with in the comparison: rules of the shipped kind, over the same probes.
enum Remedies {
    /// The web rule and the half-hung one.
    static func usual(_ base: Policy) -> Policy {
        policy(base, holdFor: .seconds(60), halfHungFor: .minutes(5), restartWait: .seconds(180))
    }

    /// As quick as the quickest incumbent: what keeps them from striking a guest that boots is its uptime.
    static func quick(_ base: Policy) -> Policy {
        policy(base, holdFor: .seconds(20), halfHungFor: .seconds(30), restartWait: .seconds(25))
    }

    private static func policy(_ base: Policy, holdFor: TimeSpan, halfHungFor: TimeSpan, restartWait: TimeSpan)
        -> Policy
    {
        var policy = base
        policy.rules = [hung(holdFor, restartWait), halfHung(halfHungFor, restartWait)]
        policy.limits = FleetLimits()
        policy.mode = .armed
        return policy
    }

    private static func down(_ probe: String) -> Expression { .state(probe: probe, .down) }

    private static func hung(_ holdFor: TimeSpan, _ wait: TimeSpan) -> Rule {
        let silent = Expression.and(.and(.and(down("http"), down("icmp")), down("ssh")), hangsThere)
        return Rule(
            name: "web-hung",
            when: Condition(text: "http.down and icmp.down and ssh.down and \(hangsThereInWords)", expression: silent),
            holdFor: holdFor,
            ladder: [
                Rung(action: .restart, wait: wait), Rung(action: .reset, wait: .seconds(240), attempts: 2),
                Rung(action: .page, severity: "page"),
            ],
            recovery: recovery,
            patience: patience
        )
    }

    private static func halfHung(_ halfHungFor: TimeSpan, _ wait: TimeSpan) -> Rule {
        let half = Expression.and(
            .and(.and(down("http"), down("ssh")), .state(probe: "icmp", .up)),
            hangsThere
        )
        return Rule(
            name: "half-hung",
            when: Condition(text: "http.down and ssh.down and icmp.up and \(hangsThereInWords)", expression: half),
            holdFor: halfHungFor,
            ladder: [
                Rung(action: .restart, wait: wait),
                Rung(action: .reset, wait: .seconds(240), despite: [.echo, .synAck]),
                Rung(action: .page, severity: "page"),
            ],
            recovery: recovery,
            patience: patience
        )
    }

    /// A provider that refuses for a while is asked again for as long.
    private static let patience = TimeSpan.minutes(20)

    /// The provider's two words: it runs, and its agent inside is silent. A guest that is only cut off answers there.
    private static let hangsThere = Expression.and(.platform(.running), .agent(available: false))
    private static let hangsThereInWords = "platform.running and agent.unavailable"

    private static let recovery = Rule.Recovery(
        when: Condition(text: "http.up", expression: .state(probe: "http", .up)),
        holdFor: .seconds(20)
    )
}

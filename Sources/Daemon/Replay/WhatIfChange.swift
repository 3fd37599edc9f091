public import Engine

/// What is tried on history in place of what was in force.
public enum WhatIfChange: Sendable {
    /// Other rules; targets, limits and everything else as they were, reloads included.
    case rules([Rule])
    /// Another configuration altogether, over the whole time.
    case policy(Policy)

    /// What is watched stays as it was recorded then.
    var isOfRules: Bool {
        switch self {
        case .rules: true
        case .policy: false
        }
    }

    func policy(in force: Policy) -> Policy {
        switch self {
        case .policy(let policy): return policy
        case .rules(let rules):
            var policy = force
            policy.rules = rules
            return policy
        }
    }
}

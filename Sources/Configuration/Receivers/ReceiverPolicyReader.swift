internal import Engine

/// Reads what the outbox must know of a receiver, whatever its kind.
enum ReceiverPolicyReader {
    static func read(_ fields: Fields, name: String, _ kind: ReceiverSettings.Kind) -> ReceiverPolicy {
        var policy = ReceiverPolicy(name: name, isGrouped: !kind.groupsItself, resendEvery: kind.resendEvery)
        if let digest = fields.flag("digest") { policy.isGrouped = digest }
        policy.fallback = fields.text("fallback")
        if let after = fields.duration("fallback_after") { policy.fallbackAfter = after }
        if fields.has("fallback_after"), !fields.has("fallback") {
            fields.error(
                "fallback_after",
                "'fallback_after' in \(fields.context) is after nothing: there is no 'fallback'",
                "name the receiver to be told instead, such as 'fallback: mail'"
            )
        }
        return policy
    }

    /// A fallback must be another receiver.
    static func check(_ drafts: [ReceiverDraft], _ findings: Findings) {
        let names = drafts.map(\.settings.name)
        for draft in drafts {
            guard let fallback = draft.policy.fallback else { continue }
            if fallback == draft.settings.name {
                findings.error(draft.fallbackPlace, "receiver '\(fallback.excerpt)' can't be its own fallback")
            } else if !names.contains(fallback) {
                findings.error(
                    draft.fallbackPlace,
                    "there is no receiver '\(fallback.excerpt)'",
                    Suggestion.didYouMean(fallback, among: names, otherwise: "define it under 'receivers'")
                )
            }
        }
    }
}

extension ReceiverSettings.Kind {
    /// Gathers what belongs together by rules of its own.
    fileprivate var groupsItself: Bool {
        switch self {
        case .alertmanager: true
        case .webhook, .pagerDuty, .slack, .ntfy, .email, .command: false
        }
    }

    /// Forgets what it no longer hears of.
    fileprivate var resendEvery: TimeSpan? {
        switch self {
        case .alertmanager(_, _, _, let resend): resend
        case .webhook, .pagerDuty, .slack, .ntfy, .email, .command: nil
        }
    }
}

internal import Engine

/// Routes that nothing takes, and messages that take no route.
struct RouteChecks {
    private let routes: [RouteDraft]
    private let targets: [TargetDraft]
    /// False: what a route matches may still be found.
    private let isFleetKnown: Bool
    private let rules: [String]
    private let findings: Findings

    static func check(_ draft: MainDraft, _ rules: [RuleDraft], _ findings: Findings) {
        guard !draft.routes.isEmpty else { return }
        let checks = RouteChecks(
            routes: draft.routes,
            targets: draft.targets,
            isFleetKnown: draft.discovery == nil,
            rules: rules.map(\.name),
            findings: findings
        )
        checks.refuseUnknownRules()
        // What is missing may be what could not be read.
        guard !findings.hasErrors else { return }
        checks.warnOfUnmatched()
        checks.warnOfUnreached()
        checks.warnOfUntold()
    }

    private func refuseUnknownRules() {
        for draft in routes {
            for name in draft.route.rules where !rules.contains(name) {
                findings.error(
                    draft.rulesPlace,
                    "there is no rule '\(name.excerpt)'",
                    Suggestion.didYouMean(name, among: rules, otherwise: "name one of the rule files'")
                )
            }
        }
    }

    private func warnOfUnmatched() {
        guard !targets.isEmpty, isFleetKnown else { return }
        for draft in routes where !targets.contains(where: { draft.route.match.holds(for: $0.target) }) {
            findings.warning(
                draft.matchPlace,
                "a route matches no target",
                MatchReader.remedy(draft.route.match, targets)
            )
        }
    }

    private func warnOfUnreached() {
        for (index, draft) in routes.enumerated() {
            guard let first = routes[..<index].first(where: { $0.route.leavesNothing(to: draft.route) }) else {
                continue
            }
            findings.warning(
                draft.place,
                "a route is never reached: the one in line \(first.place.line) takes all that it matches",
                "put it above, or write 'continue: true' there"
            )
        }
    }

    /// A failing journal, a storm's latch: what no route takes nobody hears of.
    private func warnOfUntold() {
        let takes = routes.contains { draft in
            let route = draft.route
            return (route.severity == nil || route.severity == "page") && route.match.isEmpty && route.rules.isEmpty
        }
        guard !takes, let last = routes.last else { return }
        findings.warning(
            last.place,
            "no route takes pages about Defib itself: nobody would hear that it can't do its work",
            "end with a route without 'match', or with 'match: {severity: page}' alone"
        )
    }
}

extension Route {
    fileprivate func leavesNothing(to later: Route) -> Bool {
        guard !goesOn, severity == nil || severity == later.severity else { return false }
        guard rules.isEmpty || (!later.rules.isEmpty && later.rules.allSatisfy(rules.contains)) else { return false }
        let namesCover =
            match.names.isEmpty || (!later.match.names.isEmpty && later.match.names.allSatisfy(match.names.contains))
        return namesCover && match.labels.allSatisfy(later.match.labels.contains)
    }
}

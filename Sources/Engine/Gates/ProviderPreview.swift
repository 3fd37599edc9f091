/// What the provider's gates would say today, for those who prepare a configuration rather than act on a target.
///
/// The same functions hold the gates before an action; here they are asked without an incident.
public enum ProviderGates {
    /// The gates `platform`, `maintenance` and `capability`, in that order, for one action on one target.
    public static func preview(
        inspection: Result<Inspection, ProviderFailure>,
        target: Target,
        action: PowerAction,
        assumeGates: Bool,
        assumeIdle: Bool,
        now: Timestamp
    ) -> [GateResult] {
        guard let action = Rung.Action(action) else { return [] }
        var facts = Facts.withoutIncident(action, target, now: now)
        facts.inspection = inspection
        facts.assumeGates = assumeGates
        facts.assumeIdle = assumeIdle
        return Gate.allCases.filter(\.asksProvider).map(facts.hold)
    }
}

extension Facts {
    /// Nothing happened yet: only the gates that ask the provider can be held on these.
    fileprivate static func withoutIncident(_ action: Rung.Action, _ target: Target, now: Timestamp) -> Facts {
        Facts(
            now: now,
            action: action,
            target: target,
            mode: ModeFacts(policy: .observe, rule: .observe, pause: nil, pauseFile: false),
            confirmation: ConfirmationFacts(startedAt: nil, maxAge: .zero, lastActionAt: nil, verdict: .unknown),
            hasOwnAddress: true,
            latestSign: nil,
            signWindow: .zero,
            despite: [],
            restart: nil,
            restartWaitUntil: nil,
            restartDenial: nil,
            openActions: [],
            earlierAction: nil,
            budgets: BudgetFacts(
                cooldown: .zero,
                perTarget: nil,
                spentOnTarget: 0,
                fleet: nil,
                spentByFleet: 0,
                inFlight: 0,
                underRepair: 0,
                groups: []
            ),
            fleet: FleetFacts(
                size: 0,
                unresponsive: 0,
                storm: 1,
                unheard: 0,
                hasReferences: false,
                referencesAnswered: false,
                referencesUnheard: false,
                anotherAnswered: false,
                groups: [],
                silenced: 0,
                latch: nil
            ),
            distrust: nil,
            calm: CalmFacts(windows: [], silences: []),
            boot: BootFacts(latest: nil, silent: nil, samples: [], bounds: BootGrace()),
            inspection: nil,
            assumeGates: false,
            assumeIdle: false
        )
    }
}

/// The gates that ask nobody: held first, each with its numbers.
extension Facts {
    func hold(_ gate: Gate) -> GateResult {
        #if Mutants
            if let skipped = Mutant.active?.skippedGate, skipped == gate { return pass(gate, "") }
        #endif
        return switch gate {
        case .armed: armed()
        case .confirmed: confirmed()
        case .noSignOfLife: noSignOfLife()
        case .gracefulFirst: gracefulFirst()
        case .oneOperation: oneOperation()
        case .cooldown: cooldown()
        case .targetBudget: targetBudget()
        case .fleetBudget: fleetBudget()
        case .storm: storm()
        case .selfHealth: selfHealth()
        case .window: window()
        case .bootGrace: bootGrace()
        case .platform: platform()
        case .maintenance: maintenance()
        case .capability: capability()
        }
    }

    func pass(_ gate: Gate, _ detail: String) -> GateResult {
        GateResult(gate: gate, outcome: .passed, detail: detail)
    }

    func refuse(_ gate: Gate, _ detail: String, canPass: Bool) -> GateResult {
        GateResult(gate: gate, outcome: .refused, detail: detail, canPass: canPass)
    }

    private func armed() -> GateResult {
        if let pause = mode.pause, pause.isPaused {
            return refuse(.armed, "paused by \(pause.by): \(pause.reason)", canPass: true)
        }
        if mode.pauseFile { return refuse(.armed, "paused: the file PAUSED is in the data directory", canPass: true) }
        if target.isThisMachine { return refuse(.armed, "the target is this machine itself", canPass: false) }
        if mode.policy == .observe { return refuse(.armed, "mode: observe", canPass: false) }
        if target.mode == .observe { return refuse(.armed, target.observingWords, canPass: false) }
        if mode.rule == .observe { return refuse(.armed, "the rule is in observe mode", canPass: false) }
        if let distrust = mode.distrust {
            return refuse(.armed, "the rule is disarmed since \(distrust.at): \(distrust.reason)", canPass: false)
        }
        return pass(.armed, "mode, target and rule are armed; not paused")
    }

    private func confirmed() -> GateResult {
        guard let startedAt = confirmation.startedAt else {
            return refuse(.confirmed, "no burst of probes agrees with the condition", canPass: true)
        }
        let age = now - startedAt
        if let lastActionAt = confirmation.lastActionAt, startedAt <= lastActionAt {
            return refuse(.confirmed, "the burst is older than the last action", canPass: true)
        }
        guard age <= confirmation.maxAge else {
            return refuse(.confirmed, "the burst is \(age.brief) old, over \(confirmation.maxAge)", canPass: true)
        }
        guard confirmation.verdict == .yes else {
            let detail =
                "the burst agreed, but the condition is \(confirmation.verdict.rawValue) by what was heard since"
            return refuse(.confirmed, detail, canPass: true)
        }
        return pass(.confirmed, "a burst \(age.brief) ago agreed (valid for \(confirmation.maxAge))")
    }

    private func noSignOfLife() -> GateResult {
        guard action == .reset else { return pass(.noSignOfLife, "asked of a reset only") }
        guard hasOwnAddress else {
            return refuse(
                .noSignOfLife,
                "no address of its own is known, so its signs of life can't be told from others'",
                canPass: true
            )
        }
        let named = despite.isEmpty ? "" : ", \(despite.names.joined(separator: ", ")) aside"
        guard let latestSign else { return pass(.noSignOfLife, "no sign of life was ever seen\(named)") }
        let age = now - latestSign.at
        let name = latestSign.sign.names.joined(separator: ", ")
        guard age > signWindow else {
            return refuse(.noSignOfLife, "\(name) seen \(age.brief) ago, within \(signWindow)", canPass: false)
        }
        return pass(
            .noSignOfLife,
            "last sign of life (\(name)) \(age.brief) ago, before the last \(signWindow)\(named)"
        )
    }

    private func gracefulFirst() -> GateResult {
        guard action == .reset else { return pass(.gracefulFirst, "asked of a reset only") }
        guard let restart else { return withoutRestart() }
        guard let restartWaitUntil, now >= restartWaitUntil else {
            return refuse(.gracefulFirst, "the wait of the restart has not passed", canPass: true)
        }
        return pass(.gracefulFirst, "restart sent \((now - restart.intendedAt).brief) ago, its wait has passed")
    }

    /// A reset whose incident saw no restart: refused, but for the one exception.
    private func withoutRestart() -> GateResult {
        guard let restartDenial else {
            return refuse(.gracefulFirst, "no restart was sent in this incident", canPass: false)
        }
        if case .success(let reading) = inspection, !RestartDenial.isDenied(in: reading) {
            return refuse(.gracefulFirst, "a restart was denied before, but is not any more", canPass: false)
        }
        let apart = (restartDenial.second - restartDenial.first).brief
        return pass(.gracefulFirst, "the provider denied a restart in two readings \(apart) apart, and allows a reset")
    }

    private func oneOperation() -> GateResult {
        guard let open = openActions.first else { return pass(.oneOperation, "no action of ours is unsettled") }
        return refuse(.oneOperation, "\(open.action) #\(open.id) is \(open.state.words)", canPass: true)
    }

    private func cooldown() -> GateResult {
        guard let earlierAction else { return pass(.cooldown, "no earlier action on this target") }
        let age = now - earlierAction.intendedAt
        guard age >= budgets.cooldown else {
            return refuse(
                .cooldown,
                "\(earlierAction.action) \(age.brief) ago, within \(budgets.cooldown)",
                canPass: true
            )
        }
        return pass(.cooldown, "last action \(age.brief) ago, cooldown \(budgets.cooldown)")
    }

    private func targetBudget() -> GateResult {
        spend(.targetBudget, budgets.perTarget, spent: budgets.spentOnTarget)
    }

    private func fleetBudget() -> GateResult {
        guard budgets.underRepair < budgets.inFlight else {
            let detail = "\(budgets.underRepair) other targets under repair, at most \(budgets.inFlight) at once"
            return refuse(.fleetBudget, detail, canPass: budgets.inFlight > 0)
        }
        // The strictest holds: each that has run out refuses, and all are told.
        let fleet = budgets.fleet.map {
            BudgetFacts.GroupBudget(name: "fleet", budget: $0, spent: budgets.spentByFleet)
        }
        let limits = [fleet].compactMap(\.self) + budgets.groups
        guard !limits.isEmpty else { return pass(.fleetBudget, "no limit") }
        let detail = limits.map { "\($0.name): \($0.spent) of \($0.budget) spent" }.joined(separator: ", ")
        let hasRunOut = limits.contains { $0.spent >= $0.budget.count }
        return hasRunOut ? refuse(.fleetBudget, detail, canPass: false) : pass(.fleetBudget, detail)
    }

    private func spend(_ gate: Gate, _ budget: Budget?, spent: Int) -> GateResult {
        guard let budget else { return pass(gate, "no limit") }
        guard spent < budget.count else {
            return refuse(gate, "\(spent) of \(budget) spent", canPass: false)
        }
        return pass(gate, "\(spent) of \(budget) spent")
    }

    private func storm() -> GateResult {
        if let latch = fleet.latch, latch.isLatched {
            return refuse(.storm, "latched since \(latch.at): \(latch.reason); see 'defib unlatch'", canPass: true)
        }
        let aside = fleet.silenced > 0 ? ", \(fleet.silenced) silenced aside" : ""
        let counted =
            "\(fleet.unresponsive) of \(fleet.size) unresponsive, a storm from \(fleet.stormThreshold)\(aside)"
        guard !fleet.isStorm else {
            return refuse(.storm, "\(counted); 'defib silence' leaves out what is known to be down", canPass: true)
        }
        if let group = fleet.groups.first(where: { $0.unresponsive >= $0.threshold }) {
            let ofGroup = "\(group.unresponsive) of \(group.size) of \(group.name) unresponsive"
            return refuse(.storm, "\(ofGroup), a storm from \(group.threshold)", canPass: true)
        }
        guard fleet.unheard == 0 else {
            return refuse(.storm, "\(fleet.unheard) others not heard from since the first failure", canPass: true)
        }
        let ofGroups = fleet.groups.map { "; \($0.unresponsive) of \($0.size) of \($0.name)" }.joined()
        return pass(.storm, counted + ofGroups)
    }

    private func selfHealth() -> GateResult {
        if let distrust { return refuse(.selfHealth, distrust, canPass: true) }
        guard fleet.hasReferences else {
            if fleet.anotherAnswered { return pass(.selfHealth, "another target answered since the first failure") }
            let detail =
                fleet.size < 2
                ? "a fleet of one without reference targets can't tell a dead guest from a dead uplink"
                : "no other target answered since the first failure"
            return refuse(.selfHealth, detail, canPass: fleet.size >= 2)
        }
        if fleet.referencesAnswered { return pass(.selfHealth, "a reference target answered since the first failure") }
        let detail =
            fleet.referencesUnheard
            ? "reference targets not heard from since the first failure"
            : "no reference target answers: the fault may be ours"
        return refuse(.selfHealth, detail, canPass: true)
    }
}

extension ActionRecord.State {
    var words: String {
        switch self {
        case .intended: "being sent"
        case .accepted: "under way"
        case .outcomeUnknown: "of unknown outcome"
        case .rejected, .completed, .failed, .ineffective: rawValue
        }
    }
}

extension Target {
    /// Why nothing is done about it, where it is only observed.
    fileprivate var observingWords: String {
        switch origin {
        case .configured: "the target is in observe mode"
        case .discovered: "the target was discovered and is only observed until the configuration arms it"
        }
    }
}

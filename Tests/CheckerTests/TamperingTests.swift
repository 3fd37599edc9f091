import Testing

@testable import Checker
@testable import Engine

/// What the gates let through, and everything that is changed about it afterwards.
@Suite struct TamperingTests {
    @Test func whatTheEngineSealsIsAccepted() throws {
        let (restart, reset) = try SealedSample.restartAndReset()
        #expect(Checker.examine(restart) == [])
        #expect(Checker.examine(reset) == [])
        #expect(reset.power == .reset)
    }

    private static let otherID = SealedSample.id(9)

    private static func past(
        _ id: Int64,
        _ bundle: EvidenceBundle,
        state: ActionRecord.State = .completed,
        ago: TimeSpan
    ) -> EvidenceBundle.HistoryEvidence.PastAction {
        var action = bundle.history.actions[0]
        action.id = id
        action.incident = 99
        action.state = state
        action.intendedAt = bundle.at - ago
        return action
    }

    /// A change to a good reset's bundle, and the invariant that it breaks.
    static let table: [(String, Violation.Invariant, @Sendable (inout SealedAction) -> Void)] = [
        ("another action", .coherent, { $0.action += 1 }),
        ("another power", .coherent, { $0.power = .restart }),
        ("another VPS", .coherent, { $0.vps = otherID }),
        ("no sequence", .coherent, { $0.bundle.sequence = 0 }),
        ("a missing observation", .coherent, { $0.bundle.probes[0].observation = nil }),
        ("a gate without a result", .coherent, { $0.bundle.gates.removeLast() }),
        ("a gate twice", .coherent, { $0.bundle.gates.append($0.bundle.gates[0]) }),
        ("a gate that refused", .coherent, { $0.bundle.gates[3].outcome = .refused }),
        ("an inspection from the future", .coherent, { $0.bundle.inspection.startedAt = $0.bundle.at + .seconds(1) }),
        ("neither incident nor operator", .coherent, { $0.bundle.incident = nil }),
        ("overrides by nobody", .coherent, { $0.bundle.overrides = [GateOverride(gate: .storm, reason: "x")] }),
        ("itself in its history", .coherent, { $0.bundle.history.actions[0].id = $0.bundle.action }),
        ("an open action", .oneOperation, { $0.bundle.history.actions[0].state = .outcomeUnknown }),
        ("an accepted one", .oneOperation, { $0.bundle.history.actions[0].state = .accepted }),
        (
            "a late echo", .noSignOfLife,
            { sealed in
                sealed.bundle.signs = [.init(sign: .echo, at: sealed.bundle.at - .seconds(3))]
            }
        ),
        (
            "an echo in an observation", .noSignOfLife,
            { sealed in
                sealed.bundle.probes[1].observation?.signs = [.echo]
                sealed.bundle.probes[1].observation?.remote = sealed.bundle.ownAddresses[0]
            }
        ),
        ("an agent that answers", .noSignOfLife, { $0.bundle.probes[0].observation?.signs = [.agent] }),
        ("no own address", .noSignOfLife, { $0.bundle.ownAddresses = [] }),
        ("no restart before", .gracefulFirst, { $0.bundle.history.actions = [] }),
        ("a restart of another incident", .gracefulFirst, { $0.bundle.history.actions[0].incident = 7 }),
        ("a rejected restart", .gracefulFirst, { $0.bundle.history.actions[0].state = .rejected }),
        ("a wait not over", .gracefulFirst, { $0.bundle.rule.restartWait = .hours(1) }),
        ("a spent target budget", .budgets, { $0.bundle.rule.perTarget = Budget(count: 1, window: .hours(24)) }),
        ("a budget of zero", .budgets, { $0.bundle.history.fleet = Budget(count: 0, window: .hours(1)) }),
        (
            "a spent group budget", .budgets,
            { $0.bundle.history.groups[0].budget = Budget(count: 1, window: .hours(1)) }
        ),
        (
            "too many under repair", .budgets,
            { sealed in
                sealed.bundle.history.underRepair = [otherID]
                sealed.bundle.history.inFlight = 1
            }
        ),
        ("nothing in flight allowed", .budgets, { $0.bundle.history.inFlight = 0 }),
        (
            "a cooldown", .budgets,
            { sealed in
                sealed.bundle.history.actions.append(past(900, sealed.bundle, ago: .minutes(10)))
            }
        ),
        ("no burst", .known, { $0.bundle.confirmation.startedAt = nil }),
        (
            "an old burst", .known,
            { sealed in
                sealed.bundle.confirmation.startedAt = sealed.bundle.at - .minutes(5)
                sealed.bundle.confirmation.lastActionAt = nil
            }
        ),
        ("a burst before the last action", .known, { $0.bundle.confirmation.lastActionAt = $0.bundle.at }),
        ("an http that is up", .known, { $0.bundle.probes[0].observation?.result = .up }),
        ("an unknown ping", .known, { $0.bundle.probes[1].observation?.result = .unknown(Reason(.notPermitted)) }),
        ("an unproven probe", .known, { $0.bundle.probes[1].isProven = false }),
        ("a stale listing", .known, { sealed in sealed.bundle.platform.listedAt = sealed.bundle.at - .hours(1) }),
        (
            "a stale inspection", .known,
            { sealed in sealed.bundle.inspection.startedAt = sealed.bundle.at - .minutes(1) }
        ),
        ("another id in it", .known, { $0.bundle.inspection.ids.append("vps_9") }),
        ("no id in it", .known, { $0.bundle.inspection.ids = [] }),
        ("a suspended service", .known, { $0.bundle.inspection.serviceStatus = .suspended }),
        ("pending tasks", .known, { $0.bundle.inspection.pendingTasks = .busy("[1]") }),
        ("no word on tasks", .known, { $0.bundle.inspection.pendingTasks = .absent }),
        ("pending maintenance", .known, { $0.bundle.inspection.maintenance = .pending(["memory"]) }),
        ("no power state", .known, { $0.bundle.inspection.powerStates = [] }),
        ("no gates", .known, { $0.bundle.inspection.gates = [] }),
        ("a denied gate", .known, { $0.bundle.inspection.gates[1].verdict = .denied("") }),
        ("a gate not understood", .known, { $0.bundle.inspection.gates[1].verdict = .undecodable("1") }),
        ("a VPS that was stopped", .switchedOff, { $0.bundle.inspection.powerStates = [.running, .stopped] }),
        ("observe mode", .quiet, { $0.bundle.mode.policy = .observe }),
        ("an observing rule", .quiet, { $0.bundle.mode.rule = .observe }),
        ("an observing target", .quiet, { $0.bundle.mode.target = .observe }),
        ("this machine", .quiet, { $0.bundle.mode.isThisMachine = true }),
        ("the pause file", .quiet, { $0.bundle.mode.pauseFile = true }),
        (
            "a pause", .quiet,
            { sealed in
                sealed.bundle.mode.pause = PauseRecord(isPaused: true, by: "a", reason: "b", at: sealed.bundle.at)
            }
        ),
        (
            "a disarmed rule", .quiet,
            { sealed in
                sealed.bundle.mode.distrust = TrustRecord(
                    rule: "r",
                    fingerprint: 1,
                    isDisarmed: true,
                    by: "",
                    reason: "",
                    at: sealed.bundle.at
                )
            }
        ),
        (
            "a storm", .quiet,
            { sealed in
                sealed.bundle.fleet.unresponsive = [otherID]
                sealed.bundle.fleet.unresponsiveCount = 1
            }
        ),
        (
            "a group's storm", .quiet,
            { sealed in
                sealed.bundle.fleet.size = 100
                sealed.bundle.fleet.unresponsiveCount = 1
                sealed.bundle.fleet.unresponsive = [sealed.bundle.history.groups[0].members[1]]
                sealed.bundle.history.groups[0].storm = 0.2
            }
        ),
        ("others not heard", .quiet, { $0.bundle.fleet.unheard = 1 }),
        (
            "a latch", .quiet,
            { sealed in
                sealed.bundle.fleet.latch = LatchRecord(isLatched: true, by: "", reason: "", at: sealed.bundle.at)
            }
        ),
        ("no witness", .quiet, { $0.bundle.fleet.witness = nil }),
        ("an old witness", .quiet, { $0.bundle.fleet.witness?.startedAt = .distantPast }),
        (
            "a silent reference", .quiet,
            { $0.bundle.fleet.references = [.init(name: "gw", startedAt: $0.bundle.at, isUp: false)] }
        ),
        ("distrust", .quiet, { sealed in sealed.bundle.health.distrustedUntil = sealed.bundle.at + .seconds(1) }),
        ("a clock behind", .quiet, { sealed in sealed.bundle.health.newestRow = sealed.bundle.at + .seconds(1) }),
        ("a journal that fails", .quiet, { $0.bundle.health.measured?.journalFault = "full" }),
        (
            "a silence", .quiet,
            { sealed in
                sealed.bundle.calm.silences = [
                    SilenceRecord(
                        id: 1,
                        match: .init(),
                        by: "a",
                        reason: "b",
                        at: sealed.bundle.at,
                        until: sealed.bundle.at + .seconds(1)
                    )
                ]
            }
        ),
        (
            "an open window", .quiet,
            { $0.bundle.calm.windows = [MaintenanceWindow(name: "all", from: 0, to: 1_440, zone: .utc)] }
        ),
        (
            "a boot under way", .quiet,
            { sealed in
                sealed.bundle.boot.samples = Array(repeating: .minutes(5), count: 5)
                sealed.bundle.boot.latest = sealed.bundle.at - .minutes(4)
            }
        ),
    ]

    @Test(arguments: table.indices)
    func whatIsChangedAfterwardsIsRefused(_ index: Int) throws {
        let (name, invariant, change) = TamperingTests.table[index]
        var (_, reset) = try SealedSample.restartAndReset()
        change(&reset)
        let violations = Checker.examine(reset)
        #expect(violations.contains { $0.invariant == invariant }, "\(name): \(violations)")
    }

    @Test func anOverrideCountsOnlyWithANameAndAReason() throws {
        var (_, reset) = try SealedSample.restartAndReset()
        reset.bundle.mode.policy = .observe
        reset.bundle.operatorName = "anna"
        reset.bundle.overrides = [GateOverride(gate: .armed, reason: "")]
        #expect(Checker.examine(reset).map(\.invariant) == [.quiet])
        reset.bundle.overrides = [GateOverride(gate: .armed, reason: "it is mine")]
        #expect(Checker.examine(reset) == [])
        reset.bundle.overrides = [GateOverride(gate: .storm, reason: "it is mine")]
        #expect(Checker.examine(reset).map(\.invariant) == [.quiet])
    }
}

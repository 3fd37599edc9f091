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

    @Test func aReferenceThatAnsweredVouchesForUs() throws {
        let gateway = ProbeDefinition(
            name: "gateway",
            interval: .seconds(5),
            timeout: .seconds(2),
            check: .icmp(ICMPCheck(host: "192.0.2.1"))
        )
        var (restart, reset) = try SealedSample.restartAndReset { $0.references = [gateway] }
        #expect(Checker.examine(restart) == [])
        #expect(Checker.examine(reset) == [])
        reset.bundle.fleet.references[0].startedAt = reset.bundle.fleet.since
        #expect(Checker.examine(reset).map(\.invariant) == [.quiet])
    }

    @Test func aResetDespiteTheEchoIsAcceptedByTheRungThatSaysSoAlone() throws {
        let httpDown = Condition(text: "http.down", expression: .state(probe: "http", .down))
        var (_, reset) = try SealedSample.restartAndReset(isEchoing: true) { policy in
            policy.rules[0].when = httpDown
            policy.rules[0].ladder[1].despite = [.echo]
        }
        #expect(reset.power == .reset)
        #expect(Checker.examine(reset) == [])
        reset.bundle.rule.ladder[1].despite = []
        reset.bundle.rule.despite = []
        #expect(Checker.examine(reset).map(\.invariant).contains(.noSignOfLife))
    }

    @Test func aGuestWhoseBootsAreKnownIsAcceptedOnceItsTimeHasPassed() throws {
        let boots = (0..<5).map { number in
            let began = Timestamp(milliseconds: 1_600_000_000_000 + Int64(number) * 1_000_000)
            return BootRecord(vps: SealedSample.id(1), began: began, took: .seconds(130), cause: .action)
        }
        let (restart, reset) = try SealedSample.restartAndReset(boots: boots)
        #expect(Checker.examine(restart) == [])
        #expect(Checker.examine(reset) == [])
        #expect(reset.bundle.at - restart.bundle.at >= .seconds(130))
        #expect(reset.bundle.boot.samples.count == 5)
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
        ("a probe left out", .coherent, { $0.bundle.probes.removeLast() }),
        ("a burst from the future", .coherent, { $0.bundle.confirmation.startedAt = $0.bundle.at + .seconds(1) }),
        ("a listing from the future", .coherent, { $0.bundle.platform.listedAt = $0.bundle.at + .seconds(1) }),
        ("a witness from the future", .coherent, { $0.bundle.fleet.witness?.startedAt = $0.bundle.at + .seconds(1) }),
        ("a time that can't be", .coherent, { $0.bundle.firstFailureAt = Timestamp(milliseconds: .min) }),
        ("an endless budget", .coherent, { $0.bundle.rule.perTarget?.window = TimeSpan(milliseconds: .max) }),
        ("a share of no number", .coherent, { $0.bundle.fleet.storm = .nan }),
        ("a fleet that can't be", .coherent, { $0.bundle.fleet.size = .max }),
        ("another rung", .coherent, { $0.bundle.rule.rung = 0 }),
        ("no such rung", .coherent, { $0.bundle.rule.rung = 7 }),
        ("a despite the rung has not", .coherent, { $0.bundle.rule.despite = [.echo] }),
        ("a restart's wait cut short", .coherent, { $0.bundle.rule.restartWait = .zero }),
        ("an answer before the intent", .coherent, { $0.bundle.history.actions[0].answeredAt = .distantPast }),
        ("a group without the target", .coherent, { $0.bundle.history.groups[0].members = [] }),
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
                sealed.bundle.probes[1].observation?.remote = sealed.bundle.target.ownAddresses[0]
            }
        ),
        ("an agent that answers", .noSignOfLife, { $0.bundle.probes[0].observation?.signs = [.agent] }),
        ("no own address", .noSignOfLife, { $0.bundle.target.ownAddresses = [] }),
        ("no restart before", .gracefulFirst, { $0.bundle.history.actions = [] }),
        ("a restart of another incident", .gracefulFirst, { $0.bundle.history.actions[0].incident = 7 }),
        ("a rejected restart", .gracefulFirst, { $0.bundle.history.actions[0].state = .rejected }),
        (
            "a wait not over", .gracefulFirst,
            { sealed in
                sealed.bundle.rule.restartWait = .hours(1)
                sealed.bundle.rule.ladder[0].wait = .hours(1)
            }
        ),
        (
            "a restart just answered", .gracefulFirst,
            { $0.bundle.history.actions[0].answeredAt = $0.bundle.at - .seconds(1) }
        ),
        (
            "denials not far enough apart", .gracefulFirst,
            { sealed in
                sealed.bundle.history.actions = []
                sealed.bundle.history.restartDenials = [sealed.bundle.at - .seconds(20), sealed.bundle.at]
            }
        ),
        (
            "denials that are not so any more", .gracefulFirst,
            { sealed in
                sealed.bundle.history.actions = []
                sealed.bundle.history.restartDenials = [sealed.bundle.at - .seconds(40), sealed.bundle.at]
            }
        ),
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
                sealed.bundle.history.actions.append(past(0, sealed.bundle, ago: .minutes(10)))
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
        (
            "an old burst by a longer age", .known,
            { sealed in
                sealed.bundle.confirmation.maxAge = .hours(1)
                sealed.bundle.confirmation.startedAt = sealed.bundle.at - .minutes(1)
            }
        ),
        (
            "observations from before the burst", .known,
            { sealed in
                for probe in sealed.bundle.probes.indices {
                    sealed.bundle.probes[probe].observation?.startedAt = sealed.bundle.at - .seconds(1)
                }
                sealed.bundle.confirmation.startedAt = sealed.bundle.at
            }
        ),
        (
            "an action of this incident after the burst", .known,
            { sealed in
                var action = past(0, sealed.bundle, ago: .zero)
                action.id = 1
                action.incident = sealed.bundle.incident
                action.action = .start
                action.answeredAt = nil
                sealed.bundle.history.actions = [action]
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
                sealed.bundle.fleet.unresponsiveCount = 2
                sealed.bundle.history.groups[0].unresponsiveCount = 2
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
        (
            "a witness from before the last action", .quiet,
            { sealed in
                sealed.bundle.fleet.since = .distantPast
                sealed.bundle.fleet.witness?.startedAt = sealed.bundle.confirmation.lastActionAt ?? .distantPast
            }
        ),
        ("a loop that lags", .quiet, { $0.bundle.health.measured?.loopLag = .seconds(2) }),
        ("results dropped", .quiet, { $0.bundle.health.measured?.droppedObservations = 1 }),
        ("a clock that jumped back", .quiet, { $0.bundle.health.measured?.clockJump = .seconds(-3) }),
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
            "a boot that its uptime shows", .quiet,
            { sealed in sealed.bundle.boot.shown = sealed.bundle.at - .minutes(2) }
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

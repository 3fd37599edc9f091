import Testing

@testable import Engine

/// What must not lead to a power action, and what the refusal says.
@Suite struct RefusalScenarios {
    /// A world in which the first guest is dead for long enough.
    private func dead(_ policy: Policy = Samples.policy(), _ prepare: (inout World) -> Void = { _ in }) -> World {
        var world = World(policy)
        world.run(.minutes(2))
        prepare(&world)
        world.guests[0] = .dead
        world.run(.minutes(30))
        return world
    }

    @Test func aKernelThatAnswersEchoIsRestartedButNeverReset() {
        var world = World(Samples.policy(rules: [Samples.rule(when: Samples.httpOnly)]))
        world.run(.minutes(2))
        world.guests[0] = .halfHung
        world.run(.minutes(30))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.noSignOfLife])
        #expect(world.incidents.map(\.state) == [.handedOver])
        #expect(world.deliveries.last?.kind == .handedOver)
    }

    @Test func aGuestWhoseAddressIsNotKnownIsNeverReset() {
        var policy = Samples.policy()
        policy.targets[0].probes = policy.targets[0].probes.map { probe in
            var named = probe
            named.check =
                probe.name == "icmp"
                ? .icmp(ICMPCheck(host: "web.example")) : .tcp(TCPCheck(host: "web.example", port: 80))
            return named
        }
        var world = World(policy)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(30))
        // Its echoes could not have been told from a middlebox's.
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.noSignOfLife])
    }

    @Test func aFirewalledPingProvesNothing() {
        var policy = Samples.policy()
        policy.targets[0].probes[1].check = .icmp(ICMPCheck(host: "203.0.113.200"))
        var world = World(policy, guests: .alive)
        // Ping never answered, HTTP fails: the condition stays unknown.
        world.guests[0] = .dead
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.incidents.isEmpty)
        #expect(world.decisions.contains { $0.verdict == .note && $0.summary.contains("never been up") })
    }

    @Test func aLoneTargetWithoutReferencesIsNeverTouched() {
        let world = dead(Samples.policy(fleet: 1))
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.selfHealth])
    }

    @Test func aLoneTargetWithAReferenceThatAnswersIsTreated() {
        let world = dead(Samples.policy(fleet: 1, references: [Samples.reference]))
        #expect(world.actions.first == .restart)
    }

    @Test func whenTheReferencesFailTooTheFaultIsOurs() {
        let world = dead(Samples.policy(references: [Samples.reference])) { $0.referencesAreUp = false }
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.selfHealth])
        #expect(world.incidents.map(\.state) == [.handedOver])
    }

    @Test func aStormStopsEverything() {
        var world = World(Samples.policy(fleet: 6))
        world.run(.minutes(2))
        for index in 0..<3 { world.guests[index] = .dead }
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.refusals.allSatisfy { $0 == .storm })
        #expect(world.incidents.map(\.state) == [.handedOver, .handedOver, .handedOver])
    }

    @Test func targetsNotHeardFromAreNotTakenForHealthy() {
        let world = dead { $0.silent = [1, 2, 3, 4] }
        #expect(world.actions.isEmpty)
        #expect(world.refusals.first == .storm)
    }

    @Test func unknownObservationsCauseNothing() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests = Array(repeating: .unknowable, count: 5)
        world.run(.minutes(30))
        #expect(world.actions.isEmpty)
        #expect(world.incidents.isEmpty)
    }

    @Test func observeModeSaysWhatItWouldHaveDone() {
        let world = dead(Samples.policy(mode: .observe))
        #expect(world.actions.isEmpty)
        #expect(world.decisions.contains { $0.verdict == .wouldAct && $0.action == "restart" })
        #expect(world.deliveries.map(\.kind) == [.incidentOpened, .wouldAct])
    }

    @Test func aPauseHoldsAndItsEndReleases() {
        var world = dead { $0.step(.operatorPaused(by: "anna", reason: "moving racks")) }
        #expect(world.actions.isEmpty)
        #expect(world.refusals == [.armed])
        world.step(.operatorResumed(by: "anna"))
        world.run(.minutes(5))
        // Patience has run out meanwhile: a person has it in hand.
        #expect(world.actions.isEmpty)
    }

    @Test func aShortPauseOnlyDelays() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.step(.operatorPaused(by: "anna", reason: "looking"))
        world.guests[0] = .dead
        world.run(.minutes(3))
        world.step(.operatorResumed(by: "anna"))
        world.run(.minutes(1))
        #expect(world.actions == [.restart])
    }

    @Test(arguments: [0, 1, 2])
    func budgetsHoldAndZeroMeansZero(budget: Int) {
        var rule = Samples.rule()
        rule.perTarget = Budget(count: budget, window: .hours(24))
        let world = dead(Samples.policy(rules: [rule]))
        #expect(world.actions.count == budget)
        #expect(world.refusals == [.targetBudget])
    }

    @Test func theFleetsBudgetIsSharedByItsTargets() {
        var limits = FleetLimits()
        limits.fleet = Budget(count: 1, window: .hours(1))
        var world = dead(Samples.policy(limits: limits))
        #expect(world.actions == [.restart])
        world.guests[0] = .alive
        world.run(.minutes(2))
        world.guests[1] = .dead
        world.run(.minutes(15))
        #expect(world.actions == [.restart])
    }

    @Test func theCooldownKeepsTheNextIncidentFromStartingOver() {
        var world = World(Samples.policy())
        world.onPower = { _, _ in (.alive, .seconds(20)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(4))
        #expect(world.actions == [.restart])
        world.guests[0] = .dead
        world.run(.minutes(10))
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.cooldown])
    }
}

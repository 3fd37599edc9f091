import Testing

@testable import Engine

/// A rule that shocked a guest which was alive may not act again, until it is worded anew or a person says so.
@Suite struct TrustScenarios {
    /// A guest that a restart cures, and is down again half an hour and more later.
    private func cured() -> World {
        var world = World(Samples.policy())
        world.onPower = { _, _ in (.alive, .seconds(30)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(10))
        return world
    }

    private func again(_ world: inout World) {
        world.run(.minutes(40))
        world.guests[0] = .dead
        world.run(.minutes(4))
    }

    private func isDisarmed(_ world: World) -> Bool {
        world.recovered().trust.contains { $0.rule == "web-hung" && $0.isDisarmed }
    }

    /// An answer to a probe, asked and ended at these distances from the last action.
    private func answer(
        _ world: World,
        probe: Int,
        asked: TimeSpan,
        ended: TimeSpan,
        signs: SignsOfLife,
        result: ProbeResult = .up
    ) throws -> Event {
        let intended = try #require(world.sent.last?.at)
        return .observationArrived(
            Observation(
                probe: ProbeAddress(owner: .target(0), probe: probe, epoch: 0),
                startedAt: intended + asked,
                endedAt: intended + ended,
                result: result,
                signs: signs,
                remote: IPAddress("203.0.113.1")
            )
        )
    }

    @Test func judgedWrongAfterPowerItIsDisarmedAndSomeoneIsTold() throws {
        var world = cured()
        let incident = try #require(world.incidents.first)
        world.step(.operatorJudged(incident, wasRight: false, by: "anna"))
        #expect(isDisarmed(world))
        #expect(world.incidents.first?.judgement?.wasRight == false)
        again(&world)
        #expect(world.actions == [.restart])
        #expect(world.refusals == [.armed])
        #expect(world.deliveries.contains { $0.kind == .notice && $0.summary.contains("rule 'web-hung' is disarmed") })
    }

    @Test func judgedRightItGoesOn() throws {
        var world = cured()
        world.step(.operatorJudged(try #require(world.incidents.first), wasRight: true, by: "anna"))
        again(&world)
        #expect(world.actions == [.restart, .restart])
    }

    @Test func judgedWrongWithoutPowerItIsOnlyScored() throws {
        var world = World(Samples.policy(mode: .observe))
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(4))
        world.step(.operatorJudged(try #require(world.incidents.first), wasRight: false, by: "anna"))
        #expect(!isDisarmed(world))
        #expect(world.incidents.first?.judgement?.by == "anna")
    }

    @Test func distrustOutlivesARestartAndAReload() throws {
        var world = cured()
        world.step(.operatorJudged(try #require(world.incidents.first), wasRight: false, by: "anna"))
        world.crash()
        world.reload(Samples.policy())
        again(&world)
        #expect(world.actions == [.restart])
    }

    @Test func anotherWordingIsAnotherRule() throws {
        var world = cured()
        world.step(.operatorJudged(try #require(world.incidents.first), wasRight: false, by: "anna"))
        var rule = Samples.rule()
        rule.holdFor = .seconds(90)
        world.reload(Samples.policy(rules: [rule]))
        #expect(!isDisarmed(world))
        again(&world)
        #expect(world.actions == [.restart, .restart])
    }

    @Test func aPersonCanTrustItAgain() throws {
        var world = cured()
        world.step(.operatorJudged(try #require(world.incidents.first), wasRight: false, by: "anna"))
        world.step(.operatorTrusted(rule: "web-hung", by: "anna", reason: "it was my mistake"))
        #expect(!isDisarmed(world))
        again(&world)
        #expect(world.actions == [.restart, .restart])
        #expect(world.deliveries.contains { $0.kind == .notice && $0.status == .resolved })
    }

    /// Up to the reset that follows a restart which did not help.
    private func reset(despite: SignsOfLife = []) -> World {
        var rule = Samples.rule(when: Samples.httpOnly)
        rule.ladder[1].despite = despite
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = despite.isEmpty ? .dead : .halfHung
        while world.sent.count < 2, world.now < Timestamp(milliseconds: 1_000_000_000) + .minutes(20) {
            world.run(.milliseconds(100))
        }
        return world
    }

    @Test func aSignOfLifeThatWasUnderWayDuringTheResetDisarms() throws {
        var world = reset()
        #expect(world.actions == [.restart, .reset])
        let late = try answer(world, probe: 0, asked: .milliseconds(-20), ended: .milliseconds(300), signs: [.synAck])
        world.step(late)
        #expect(isDisarmed(world))
    }

    @Test func oneThatTheRungOverlooksDoesNot() throws {
        var world = reset(despite: [.echo, .synAck])
        #expect(world.actions == [.restart, .reset])
        world.step(try answer(world, probe: 1, asked: .milliseconds(-20), ended: .milliseconds(10), signs: [.echo]))
        #expect(!isDisarmed(world))
        world.step(try answer(world, probe: 0, asked: .milliseconds(-20), ended: .milliseconds(10), signs: [.http]))
        #expect(isDisarmed(world))
    }

    @Test func oneThatMayBeTheNextBootsDoesNot() throws {
        var world = reset()
        world.step(try answer(world, probe: 0, asked: .milliseconds(-20), ended: .seconds(3), signs: [.synAck]))
        world.step(try answer(world, probe: 0, asked: .milliseconds(20), ended: .milliseconds(80), signs: [.synAck]))
        #expect(!isDisarmed(world))
    }

    @Test func aRestartIsWrongOnlyWhereItsConditionDidNotHold() throws {
        for (probe, isWrong) in [(0, true), (1, false)] {
            var world = World(Samples.policy(rules: [Samples.rule(when: Samples.httpOnly)]))
            world.run(.minutes(2))
            world.guests[0] = .dead
            while world.sent.isEmpty, world.now < Timestamp(milliseconds: 1_000_000_000) + .minutes(20) {
                world.run(.milliseconds(100))
            }
            let ended = TimeSpan.milliseconds(200)
            world.step(try answer(world, probe: probe, asked: .milliseconds(-20), ended: ended, signs: [.echo]))
            #expect(isDisarmed(world) == isWrong)
        }
    }

    /// Its agent answers before the fall and after the reset, with this boot id then.
    private func agentAfterReset(bootID: UInt64) -> World {
        var target = Samples.web(1)
        target.probes.append(Samples.agent)
        var policy = Samples.policy()
        policy.targets[0] = target
        var world = World(policy)
        world.onPower = { action, _ in action == .reset ? (.alive, .seconds(20)) : nil }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.later(.minutes(4), guest: 0, becomes: .dead)
        world.run(.minutes(1))
        world.bootID = bootID
        world.run(.minutes(6))
        return world
    }

    @Test func theSameBootAfterACompletedResetDisarms() {
        let world = agentAfterReset(bootID: 1)
        #expect(world.actions == [.restart, .reset])
        #expect(isDisarmed(world))
    }

    @Test func anotherBootDoesNot() {
        let world = agentAfterReset(bootID: 2)
        #expect(world.actions == [.restart, .reset])
        #expect(!isDisarmed(world))
    }
}

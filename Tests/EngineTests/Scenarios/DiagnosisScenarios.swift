import Testing

@testable import Engine

/// Each incident says where the fault lies, when it opens, when that changes, and to those who are told.
@Suite struct DiagnosisScenarios {
    private func fallen(_ guest: World.Guest, rule: Rule = Samples.rule()) -> World {
        var world = World(Samples.policy(rules: [rule]))
        world.run(.minutes(2))
        world.guests[0] = guest
        world.run(.minutes(2))
        return world
    }

    @Test func aHungGuestIsCalledThatInTheRecordTheEvidenceAndTheMessage() throws {
        let world = fallen(.dead)
        #expect(world.incidents.first?.diagnosis == .guestHung)
        let opened = try #require(world.decisions.first { $0.verdict == .incidentOpened }?.evidence)
        #expect(opened.diagnosis == .guestHung)
        #expect(opened.diagnosisReasons == ["2 of 2 probes fail", "nothing answers", "the platform runs it"])
        let lines = try #require(world.deliveries.first?.description.split(separator: "\n"))
        #expect(lines[1] == "Diagnosis: guest hung (2 of 2 probes fail, nothing answers, the platform runs it).")
    }

    @Test func aKernelThatStillAnswersIsHalfHung() {
        let world = fallen(.halfHung, rule: Samples.rule(when: Samples.httpOnly))
        #expect(world.incidents.first?.diagnosis == .guestHalfHung)
    }

    @Test func whatChangesWhileItIsOpenIsNoted() {
        var world = fallen(.halfHung, rule: Samples.rule(when: Samples.httpOnly))
        world.guests[0] = .dead
        world.run(.minutes(4))
        #expect(world.incidents.first?.diagnosis == .guestHung)
        #expect(world.decisions.contains { $0.summary.hasPrefix("diagnosis: guest hung, no longer guest half-hung") })
    }

    @Test func aRuleCanAskForIt() {
        let hung = Condition(text: "diagnosis.guest_hung", expression: .diagnosis(.guestHung))
        #expect(fallen(.dead, rule: Samples.rule(when: hung)).actions == [.restart])
        #expect(fallen(.halfHung, rule: Samples.rule(when: hung)).actions.isEmpty)
        #expect(fallen(.unknowable, rule: Samples.rule(when: hung)).actions.isEmpty)
    }

    @Test func whileNobodyCanTellWhetherTheProviderRunsItItIsNotHung() {
        var world = World(Samples.policy(rules: [Samples.rule(when: Samples.downOnly)]))
        world.run(.minutes(2))
        world.provider.failure = ProviderFailure(kind: .server, message: "503")
        world.later(.seconds(30), .platformListingFailed(.init(kind: .server, message: "503"), startedAt: world.now))
        world.run(.minutes(3))
        world.guests[0] = .dead
        world.run(.minutes(3))
        #expect(world.incidents.first?.diagnosis == .provider)
        #expect(world.actions.isEmpty)
    }
}

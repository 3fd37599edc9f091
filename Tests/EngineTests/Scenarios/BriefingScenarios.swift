import Testing

@testable import Engine

/// What a person is told along the way of one incident.
@Suite struct BriefingScenarios {
    private func briefings(of world: World, _ kind: Notification.Kind) -> [Briefing] {
        world.deliveries.filter { $0.kind == kind }.compactMap(\.briefing)
    }

    @Test func eachMessageSaysWhatWasDoneAndWhatComesNext() throws {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(30))

        let opened = try #require(briefings(of: world, .incidentOpened).first)
        #expect(opened.deeds.isEmpty)
        #expect(opened.diagnosis == .guestHung)
        #expect(opened.plan?.step == "restart, once every gate passes")
        let sent = briefings(of: world, .actionSent)
        let first = try #require(sent.first)
        #expect(first.deeds.map(\.action) == ["restart"])
        #expect(first.deeds.first?.requestID != nil)
        #expect(first.plan?.step.hasPrefix("reset, unless it is back by then") == true)
        #expect(first.plan?.at.map { $0 > first.at } == true)
        let page = try #require(briefings(of: world, .page).first)
        #expect(page.deeds.count == world.actions.count)
        #expect(page.plan?.step == "nothing more by Defib, which goes on watching and tells when it is back")
    }

    @Test func whatWasRefusedIsToldWithItsReason() throws {
        var world = World(Samples.policy(rules: [Samples.rule(when: Samples.httpOnly)]))
        world.run(.minutes(2))
        // Its kernel still answers: a restart may go, a reset may not.
        world.guests[0] = .halfHung
        world.run(.minutes(30))
        let told = try #require(briefings(of: world, .handedOver).first)
        #expect(told.deeds.map(\.action) == ["restart"])
        #expect(told.refusals.last?.action == "reset")
        #expect(told.refusals.last?.reason.hasPrefix("noSignOfLife: ") == true)
        for briefing in world.deliveries.compactMap(\.briefing) { #expect(briefing.refusals.count <= 4) }
    }

    @Test func inObserveModeNothingIsAnnouncedAsComing() throws {
        var policy = Samples.policy()
        policy.mode = .observe
        var world = World(policy)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        let opened = try #require(briefings(of: world, .incidentOpened).first)
        #expect(opened.plan?.step.hasPrefix("nothing is sent while Defib only observes it") == true)
        let message = try #require(world.deliveries.first { $0.kind == .wouldAct })
        #expect(message.summary.contains("nothing sent"))
        #expect(message.summary.contains("would have sent restart"))
    }
}

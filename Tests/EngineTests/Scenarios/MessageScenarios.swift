import Testing

@testable import Engine

/// What a person gets to read, and how often.
@Suite struct MessageScenarios {
    private func fleet(of size: Int) -> World {
        var world = World(Samples.policy(fleet: size))
        world.run(.minutes(2))
        return world
    }

    private func named(in messages: [Notification]) -> Set<String> {
        Set(messages.flatMap { $0.members?.map(\.name) ?? [$0.name] })
    }

    @Test func aStormIsAFewMessagesWithEveryNameInThem() throws {
        var world = fleet(of: 100)
        for guest in world.guests.indices { world.guests[guest] = .dead }
        world.run(.seconds(130))
        #expect(world.deliveries.count <= 3)
        #expect(named(in: world.deliveries).count == 100)
        let digest = try #require(world.deliveries.last)
        #expect(digest.summary.hasPrefix("99 targets are down: web-"))
        #expect(digest.description.contains("And 49 more."))
    }

    @Test func aDigestKeepsItsKeyAndIsOverWhenAllAreBack() throws {
        var world = fleet(of: 50)
        for guest in world.guests.indices { world.guests[guest] = .dead }
        world.run(.minutes(10))
        let digests = world.deliveries.filter { $0.kind == .digest }
        #expect(Set(digests.map(\.key)).count == 1)
        #expect(digests.last?.summary.contains("49 need a person") == true)
        for guest in world.guests.indices { world.guests[guest] = .alive }
        world.run(.minutes(10))
        let last = try #require(world.deliveries.last { $0.kind == .digest })
        #expect(last.key == digests.last?.key)
        #expect(last.status == .resolved)
        #expect(last.summary.hasPrefix("All 49 targets are back"))
        #expect(world.engine.outbox.count == 0)
    }

    @Test func aCrashInTheMidstOfAStormLosesNobody() {
        var world = fleet(of: 50)
        for guest in world.guests.indices { world.guests[guest] = .dead }
        world.run(.seconds(90))
        let before = named(in: world.deliveries).count
        #expect(before < 50)
        world.crash()
        world.run(.minutes(5))
        #expect(named(in: world.deliveries).count == 50)
        #expect(Set(world.deliveries.filter { $0.kind != .digest }.map(\.key)).count <= 2)
        for guest in world.guests.indices { world.guests[guest] = .alive }
        world.run(.minutes(10))
        #expect(world.engine.outbox.count == 0)
        let firing = Set(world.deliveries.filter { $0.status == .firing }.map(\.key))
        let over = Set(world.deliveries.filter { $0.status == .resolved }.map(\.key))
        #expect(firing == over)
    }

    @Test func aDigestIsOverInTheNextLifeThoughItsNewsWaitedInThisOne() throws {
        var world = fleet(of: 20)
        for guest in world.guests.indices { world.guests[guest] = .dead }
        world.run(.minutes(3))
        let key = try #require(world.deliveries.last { $0.kind == .digest }?.key)
        // All but one are back; the news of it wait for the digest's pace when the daemon dies.
        for guest in world.guests.indices.dropLast() { world.guests[guest] = .alive }
        world.run(.minutes(1))
        world.crash()
        world.guests[19] = .alive
        world.run(.minutes(10))
        let last = try #require(world.deliveries.last { $0.key == key })
        #expect(last.status == .resolved)
        #expect(world.deliveries.filter { $0.kind != .digest }.map(\.key).allSatisfy { $0 == world.deliveries[0].key })
        #expect(world.engine.outbox.count == 0)
    }

    @Test func whatNeedsAPersonIsSaidAgainUntilSomebodyAcknowledges() {
        var policy = Samples.policy(fleet: 3)
        policy.routes = [Route(receivers: ["oncall"], remindEvery: .hours(1))]
        policy.limits.fleet = Budget(count: 0, window: .hours(1))
        var world = World(policy)
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(150))
        #expect(world.deliveries.map(\.kind) == [.incidentOpened, .handedOver, .reminder, .reminder])
        #expect(world.deliveries.last?.summary.contains("still down after 2h") == true)
        world.step(.operatorAcknowledged(incident: 1, by: "anna", note: "on it"))
        world.run(.hours(5))
        #expect(world.deliveries.count == 4)
        #expect(world.said("acknowledged by anna: on it"))
        world.crash()
        world.run(.hours(2))
        #expect(world.deliveries.count == 4)
    }

    @Test func theSecondReceiverIsToldWhileTheFirstCantBeReached() {
        var policy = Samples.policy()
        policy.routes = [Route(receivers: ["oncall"])]
        policy.receivers = [ReceiverPolicy(name: "oncall", fallback: "mail")]
        var world = World(policy)
        world.deadReceivers = ["oncall"]
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(4))
        #expect(world.deliveries.first?.kind == .incidentOpened)
        world.guests[0] = .alive
        world.run(.minutes(3))
        #expect(world.deliveries.last?.status == .resolved)
        let toldInstead = world.deliveries.count
        world.deadReceivers = []
        world.run(.minutes(10))
        // The first gets everything late, and in order.
        #expect(world.deliveries.count == toldInstead * 2)
        #expect(world.engine.outbox.count == 0)
    }

    @Test func aRouteTakesWhatItMatches() {
        let target = Samples.web(1)
        var policy = Samples.policy()
        policy.routes = [
            Route(match: .init(labels: [Label("role", "db")]), receivers: ["dba"]),
            Route(severity: "page", rules: ["web-hung"], receivers: ["oncall"], goesOn: true),
            Route(match: .init(names: ["web-1"]), receivers: ["web", "oncall"]),
            Route(receivers: ["rest"]),
        ]
        #expect(policy.receivers(for: "page", target: target, rule: "web-hung") == ["oncall", "web"])
        #expect(policy.receivers(for: "warning", target: target, rule: "web-hung") == ["web", "oncall"])
        #expect(policy.receivers(for: "page", target: Samples.web(2), rule: "other") == ["rest"])
        #expect(policy.receivers(for: "page", target: nil, rule: nil) == ["rest"])
    }

    @Test func onlyWhoWasToldOfAnIncidentIsToldOfItsEnd() {
        var policy = Samples.policy()
        policy.routes = [Route(severity: "page", receivers: ["oncall"]), Route(receivers: ["chat"])]
        var world = World(policy)
        world.onPower = { _, _ in (.alive, .seconds(20)) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(5))
        let told: [NotificationRecord] = world.records.compactMap {
            if case .notification(let row) = $0 { row } else { nil }
        }
        #expect(Set(told.map(\.receiver)) == ["chat"])
        #expect(told.last?.notification.status == .resolved)
    }
}

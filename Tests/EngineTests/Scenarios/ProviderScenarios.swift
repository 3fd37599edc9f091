import Testing

@testable import Engine

/// What the provider says, does not say, or answers with nonsense.
@Suite struct ProviderScenarios {
    private func dead(_ prepare: (inout World) -> Void) -> World {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        prepare(&world)
        world.guests[0] = .dead
        world.run(.minutes(30))
        return world
    }

    static let refusing: [(String, Gate, @Sendable (inout Inspection) -> Void)] = [
        ("no gates", .capability, { $0.gates = [] }),
        ("denied gates", .capability, { for index in 0...1 { $0.gates[index].verdict = .denied("suspended") } }),
        ("a gate of another type", .capability, { $0.gates[0].verdict = .undecodable("\"yes\"") }),
        ("another VPS's answer", .platform, { $0.ids = ["vps_999"] }),
        ("no power state", .platform, { $0.powerStates = [] }),
        ("one that is stopped", .platform, { $0.powerStates = [.running, .stopped] }),
        ("an unrecognised state", .platform, { $0.powerStates = [.unknown] }),
        ("no service status", .platform, { $0.serviceStatus = nil }),
        ("a suspended service", .platform, { $0.serviceStatus = .suspended }),
        ("no pending tasks", .platform, { $0.pendingTasks = .absent }),
        ("a busy VPS", .platform, { $0.pendingTasks = .busy("[\"backup\"]") }),
        ("pending changes", .maintenance, { $0.maintenance = .pending(["memory"]) }),
        ("maintenance not understood", .maintenance, { $0.maintenance = .undecodable("null") }),
    ]

    @Test(arguments: refusing.indices)
    func whatPermitsNothing(_ index: Int) {
        let (name, gate, change) = ProviderScenarios.refusing[index]
        let world = dead { change(&$0.provider.inspection) }
        #expect(world.actions.isEmpty, "\(name)")
        #expect(world.refusals == [gate], "\(name)")
        #expect(world.incidents.map(\.state) == [.handedOver], "\(name)")
    }

    @Test func anAPIThatFailsMeansThatWeAreBlind() {
        let world = dead { $0.provider.failure = ProviderFailure(kind: .server, status: 503, message: "503") }
        #expect(world.actions.isEmpty)
    }

    @Test func aLostAnswerIsSentOnceAndThenReconciled() {
        let world = dead { world in
            world.provider.power = { _ in .unknown(ProviderFailure(kind: .transport, message: "connection reset")) }
        }
        // The restart is never repeated; the next rung follows once nothing is pending, and likewise only once.
        #expect(world.actions == [.restart, .reset])
        #expect(world.deliveries.contains { $0.kind == .outcomeUnknown })
    }

    @Test func aLostAnswerWithSomethingPendingIsNotFollowedByAnything() {
        var busy = World(Samples.policy())
        busy.run(.minutes(2))
        busy.provider.power = { _ in .unknown(ProviderFailure(kind: .server, status: 502, message: "502")) }
        busy.guests[0] = .dead
        busy.run(.seconds(90))
        #expect(busy.actions == [.restart])
        busy.provider.inspection.pendingTasks = .busy("reboot")
        busy.run(.minutes(30))
        #expect(busy.actions == [.restart])
        #expect(busy.incidents.map(\.state) == [.handedOver])
    }

    @Test func aConflictIsNeverAReasonToEscalate() {
        let world = dead { world in
            world.provider.power = { _ in
                .rejected(ProviderFailure(kind: .conflict, status: 409, code: "vps_not_ready", message: "not ready"))
            }
        }
        #expect(world.actions.allSatisfy { $0 == .restart })
        #expect(world.incidents.map(\.state) == [.handedOver])
    }

    @Test func aJobThatNeverEndsIsNotFollowedByAResetWhileItIsPending() {
        var world = World(Samples.policy())
        world.run(.minutes(2))
        world.provider.operation = .underway("in_progress")
        world.guests[0] = .dead
        world.run(.seconds(100))
        #expect(world.actions == [.restart])
        world.provider.inspection.pendingTasks = .busy("reboot")
        world.run(.minutes(30))
        #expect(world.actions == [.restart])
    }

    @Test func aProviderThatNeverAnswersThePOSTIsNotAskedAgain() {
        let world = dead { $0.provider.isMute = true }
        #expect(world.actions == [.restart, .reset])
    }
}

/// The executor's checker found the engine's own evidence wanting.
@Suite struct CheckerRefusalScenarios {
    @Test func aRefusalOfTheCheckerIsHandedOverAndNeverEscalates() throws {
        var world = World(Samples.policy())
        world.provider.power = { _ in .rejected(ProviderFailure(kind: .refusedByChecker, message: "I7: it is paused")) }
        world.run(.minutes(2))
        world.guests[0] = .dead
        world.run(.minutes(20))
        #expect(world.actions == [.restart])
        let incident = try #require(world.incidents.first)
        #expect(incident.state == .handedOver)
        #expect(incident.conclusion?.contains("I7: it is paused") == true)
    }
}

import Engine
import Journal
import Testing

@testable import Daemon

/// Recorded history, played again.
@Suite struct ReplayTests {
    private func replayed(_ change: (inout RecordedLife) -> Void = { _ in }) throws -> ExactReplay.Outcome {
        let folder = Folder()
        let store = try recorded(in: folder, change)
        defer { try? store.close() }
        return try ExactReplay.run(store.reader, version: "test")
    }

    private func recorded(
        in folder: Folder,
        for holdFor: TimeSpan = .seconds(60),
        version: String = "test",
        _ change: (inout RecordedLife) -> Void = { _ in }
    ) throws -> JournalStore {
        let store = try JournalStore(directory: folder.path, startedAt: RecordedLife.start)
        var life = RecordedLife(RecordedLife.policy(for: holdFor), version: version, outage: 100..<2_000)
        change(&life)
        try life.run(seconds: 600, into: store)
        return store
    }

    @Test func everyDecisionActionAndNotificationComesOutAgain() throws {
        let outcome = try replayed()
        #expect(outcome.difference == nil)
        #expect(outcome.gaps.isEmpty)
        #expect(outcome.lives == 1 && outcome.actions == 1)
        #expect(outcome.decisions >= 3 && outcome.notifications >= 3)
    }

    @Test func theFirstDecisionThatWasRewrittenIsNamed() throws {
        let outcome = try replayed { life in
            life.alter = { record in
                guard case .decision(var decision) = record, decision.id == 2 else { return record }
                decision.summary = "nothing to see here"
                return .decision(decision)
            }
        }
        let difference = try #require(outcome.difference)
        #expect(difference.target == "web-1")
        #expect(difference.recorded?.contains("nothing to see here") == true)
        #expect(difference.replayed?.hasPrefix("decision 2, act") == true)
    }

    @Test func anActionThatWasRewrittenIsNamed() throws {
        let outcome = try replayed { life in
            life.alter = { record in
                guard case .action(var action) = record else { return record }
                action.origin = "somebody else"
                return .action(action)
            }
        }
        #expect(outcome.difference?.recorded?.hasPrefix("action 1, restart") == true)
    }

    @Test func aHoleEndsTheExactPartAndIsTold() throws {
        let outcome = try replayed { $0.lost = [500] }
        #expect(outcome.steps == 499)
        #expect(outcome.gaps.map(\.why) == ["steps before it were not kept"])
        #expect(outcome.difference == nil)
    }

    @Test func theLifeOfAnotherVersionIsNotPlayed() throws {
        let folder = Folder()
        let store = try recorded(in: folder, version: "0.0.9") { _ in }
        defer { try? store.close() }
        let outcome = try ExactReplay.run(store.reader, version: "test")
        #expect(outcome.steps == 0)
        #expect(outcome.gaps.first?.why.contains("recorded by Defib 0.0.9") == true)
    }

    @Test func theSameRulesWouldHaveDoneTheSame() throws {
        let folder = Folder()
        let store = try recorded(in: folder) { _ in }
        defer { try? store.close() }
        let outcome = try WhatIf.run(store.reader, .rules([RecordedLife.rule(for: .seconds(60))]))
        #expect(Comparison(outcome).isSame)
        #expect(outcome.would.contains { $0.isAction })
    }

    @Test func aSlowerRuleActsLaterAndFromThereOnItIsAnotherWorld() throws {
        let folder = Folder()
        let store = try recorded(in: folder) { _ in }
        defer { try? store.close() }
        // The guest is silent until the real restart has cured it: after some 90 seconds.
        let outcome = try WhatIf.run(store.reader, .rules([RecordedLife.rule(for: .seconds(75))]))
        let comparison = Comparison(outcome)
        let restart = try #require(comparison.divergences.first)
        #expect(restart.was?.action == "restart" && restart.was?.verdict == .act)
        let would = try #require(restart.would)
        #expect(would.at - (restart.was?.at ?? would.at) >= .seconds(10))
        #expect(comparison.lines.contains { $0.at > restart.at && $0.isCounterfactual })
        #expect(Balance(outcome).shifts.first?.saved.map { $0 < .zero } == true)
    }

    @Test func aRuleTooSlowForTheOutageWouldHaveDoneNothing() throws {
        let folder = Folder()
        let store = try recorded(in: folder) { _ in }
        defer { try? store.close() }
        let outcome = try WhatIf.run(store.reader, .rules([RecordedLife.rule(for: .minutes(5))]))
        #expect(!outcome.would.contains { $0.isAction })
        #expect(Comparison(outcome).divergences.first?.would == nil)
        #expect(Balance(outcome).shifts.first.map { $0.saved == nil } == true)
    }

    @Test func aHastierRuleWouldHaveHitAGuestThatCameBackByItself() throws {
        let folder = Folder()
        let store = try recorded(in: folder) { $0.outage = 100..<150 }
        defer { try? store.close() }
        let outcome = try WhatIf.run(store.reader, .rules([RecordedLife.rule(for: .seconds(30))]))
        #expect(outcome.was.isEmpty)
        let needless = try #require(Balance(outcome).needless.first)
        #expect(needless.action.action == "restart")
        #expect(needless.recoveredAt > needless.action.at)
        #expect(needless.action.isAssumed)
    }
}

import Configuration
import Engine
import Testing

@testable import Simulation

@Suite struct ScenarioTests {
    @Test func whatIsPrintedCanBeReadAgain() throws {
        for seed in UInt64(1)...200 {
            let plan = Plan.swarm(seed: seed)
            guard case .read(let again) = ScenarioReader.read(name: "s", text: plan.scenario(remark: "seed \(seed)"))
            else {
                Issue.record("seed \(seed) can't be read again")
                continue
            }
            #expect(again == plan)
        }
    }

    @Test func everyMistakeIsToldWithPlaceAndRemedy() {
        let text = """
            seed: 7
            lenght: 20m
            setup:
              targets: none
              storms: 30
            faults:
              - {at: 5m, fault: hangs, vps: 1}
              - {at: 2m, fault: hang}
              - {at: 3m, vps: 2}
              - {at: 4m, fault: hang, vps: 9}
            """
        guard case .refused(let diagnostics) = ScenarioReader.read(name: "bad.yml", text: text) else {
            Issue.record("it was read")
            return
        }
        let told = diagnostics.map(\.summary)
        for expected in [
            "bad.yml:2:1: error: unknown key 'lenght'; did you mean 'length'?",
            "bad.yml:4:12: error: 'none' is no targets; write a number from 1 to 200",
            "bad.yml:5:3: error: unknown key 'storms'; did you mean 'storm'?",
            "bad.yml:7:21: error: unknown fault 'hangs'; did you mean 'hang'?",
            "bad.yml:8:5: error: hang befalls one VPS; add 'vps: 1'",
            "bad.yml:9:5: error: it does not say which fault; add 'fault: hang', for example",
        ] {
            #expect(told.contains(expected), "\(told)")
        }
        #expect(told.contains { $0.contains("hang befalls vps 9, but there are 4") })
    }

    @Test func theLostAnswerOfARestartIsNeverRepeated() throws {
        let text = """
            # The provider takes the restart, and its answer is lost; then the watchdog dies in the midst of the next action.
            seed: 3
            length: 20m
            setup: {targets: 4, wait: 90s}
            faults:
              - {at: 1m, fault: loses_answers, for: 3m}
              - {at: 2m, fault: hang, vps: 2}
              - {at: 2m1s, fault: crash_in_action, size: 2}
              - {at: 2m2s, fault: jobs_fail, for: 10m}
            """
        guard case .read(let plan) = ScenarioReader.read(name: "lost", text: text) else {
            Issue.record("it was not read")
            return
        }
        let outcome = plan.run(isTold: true, isRecorded: true)
        #expect(outcome.breach == nil)
        #expect(outcome.story.count { $0.contains("RESTART") && $0.contains("is sent") } == 1)
    }

    @Test func aHungGuestIsBroughtBack() {
        let plan = Plan(
            seed: 1,
            length: .minutes(15),
            setup: Setup(),
            faults: [Fault(.hang, at: .minutes(2), guest: 1)]
        )
        let outcome = plan.run(isRecorded: true)
        #expect(outcome.breach == nil)
        #expect(outcome.tally.actions >= 1)
        #expect(outcome.tally.recoveries.count == 1)
    }
}

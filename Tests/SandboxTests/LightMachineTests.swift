import Testing

@testable import Sandbox

@Suite("A light guest's machine")
struct LightMachineTests {
    private static let timing = LightMachine.Timing(boot: .seconds(5), shutdown: .seconds(1), crashAfter: .seconds(2))
    private var machine = LightMachine(timing: timing)

    @Test(
        "is cured by the action that cures it, and by stronger ones",
        arguments: [
            (Ailment.soft, PowerVerb.restart, true), (.soft, .reset, true), (.half, .restart, true),
            (.hard, .restart, false), (.hard, .shutdown, false), (.hard, .reset, true),
        ]
    )
    mutating func cures(ailment: Ailment, verb: PowerVerb, works: Bool) {
        _ = machine.handle(.afflicted(ailment, ailment.usualCure))
        _ = machine.handle(.power(verb))
        for _ in 0..<2 { _ = machine.handle(.timerFired) }
        #expect((machine.presence == .serving) == works)
        #expect((machine.ailment == nil) == works)
    }

    @Test("goes down before it boots, where it was asked politely")
    mutating func gracefulRestart() {
        #expect(machine.handle(.power(.restart)) == .start(.seconds(1)))
        #expect(machine.presence == .serving)
        #expect(machine.handle(.timerFired) == .start(.seconds(5)))
        #expect(machine.presence == .silent && machine.boots == 1)
        #expect(machine.handle(.timerFired) == .cancel)
        #expect(machine.presence == .serving)
    }

    @Test("begins its boot anew at a reset, and at nothing milder")
    mutating func resetWithinBoot() {
        _ = machine.handle(.power(.reset))
        #expect(machine.handle(.power(.restart)) == .keep)
        #expect(machine.handle(.power(.reset)) == .start(.seconds(5)))
        #expect(machine.boots == 2)
    }

    @Test("that is off takes a start alone")
    mutating func off() {
        _ = machine.handle(.power(.stop))
        for verb in [PowerVerb.restart, .reset, .shutdown] { #expect(machine.handle(.power(verb)) == .keep) }
        #expect(machine.isOff)
        #expect(machine.handle(.power(.start)) == .start(.seconds(5)))
    }

    @Test("loops for as long as nobody makes it well")
    mutating func crashLoop() {
        #expect(machine.handle(.afflicted(.crashLoop, .nothing)) == .start(.seconds(2)))
        for _ in 0..<3 {
            #expect(machine.handle(.timerFired) == .start(.seconds(5)))
            #expect(machine.presence == .silent)
            #expect(machine.handle(.timerFired) == .start(.seconds(2)))
            #expect(machine.presence == .serving)
        }
        _ = machine.handle(.recovered)
        #expect(machine.ailment == nil && machine.presence == .serving)
    }
}

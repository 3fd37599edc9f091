import Engine
import Testing

@testable import Daemon

@Suite("All is well")
struct VitalSignsTests {
    private let begin = Timestamp(milliseconds: 1_000_000)
    private var signs: VitalSigns

    init() {
        signs = VitalSigns(startedAt: begin)
    }

    private func at(_ seconds: Int64) -> Timestamp { begin + .seconds(seconds) }

    /// Everything as it should be, at this second.
    private mutating func beWell(at seconds: Int64) {
        signs.engineSaid(distrust: nil, at: at(seconds))
        signs.providerListed(at: at(seconds))
    }

    @Test("is not claimed before the engine has spoken and the provider has answered")
    mutating func early() {
        #expect(signs.condition(at: at(1)) == .unknown)
        signs.engineSaid(distrust: nil, at: at(1))
        #expect(signs.condition(at: at(1)) == .unknown)
        signs.providerListed(at: at(2))
        #expect(signs.condition(at: at(2)) == .well)
    }

    @Test("is over as soon as the engine distrusts itself, and back as soon as it does not")
    mutating func distrust() {
        beWell(at: 1)
        signs.engineSaid(distrust: "the journal can't be written: no space", at: at(2))
        #expect(
            signs.condition(at: at(2)) == .ill("Defib distrusts itself: the journal can't be written: no space")
        )
        signs.engineSaid(distrust: nil, at: at(3))
        #expect(signs.condition(at: at(3)) == .well)
    }

    @Test("is over when the engine's loop falls silent, whatever it said last")
    mutating func silence() {
        beWell(at: 1)
        #expect(signs.condition(at: at(10)) == .well)
        #expect(signs.condition(at: at(11)) == .ill("the engine's loop has not come round for 10s"))
        let never = VitalSigns(startedAt: begin)
        #expect(never.condition(at: at(12)) == .ill("the engine's loop has not come round for 12s"))
    }

    @Test("is over once a receiver has taken nothing for ten minutes")
    mutating func receivers() {
        signs.deliveryEnded(.failed("503", retryAfter: nil), to: "oncall", at: at(5))
        signs.deliveryEnded(.refused("401"), to: "oncall", at: at(300))
        beWell(at: 604)
        #expect(signs.condition(at: at(604)) == .well)
        beWell(at: 605)
        #expect(signs.condition(at: at(605)) == .ill("receiver oncall has taken no notification for 10m"))
        signs.deliveryEnded(.delivered, to: "other", at: at(605))
        #expect(signs.condition(at: at(605)) != .well)
        signs.deliveryEnded(.delivered, to: "oncall", at: at(606))
        #expect(signs.condition(at: at(606)) == .well)
    }

    @Test("is judged anew for receivers that were replaced")
    mutating func reload() {
        signs.deliveryEnded(.refused("401"), to: "oncall", at: at(5))
        signs.receiversReplaced()
        beWell(at: 900)
        #expect(signs.condition(at: at(900)) == .well)
    }

    @Test("is over once the provider has not answered for ten minutes")
    mutating func provider() {
        beWell(at: 1)
        signs.engineSaid(distrust: nil, at: at(600))
        #expect(signs.condition(at: at(600)) == .well)
        signs.engineSaid(distrust: nil, at: at(601))
        #expect(signs.condition(at: at(601)) == .ill("the provider's API has not listed the account for 10m"))
    }
}

import Engine
import Testing

@testable import Probes

/// What may wait for company on its way to the engine.
@Suite struct NewsTests {
    private var schedule = Schedule()
    private var now = Timestamp(milliseconds: 0)
    private let probe = PlannedProbe.sample(every: .seconds(10))

    init() {
        schedule.update([probe], now: now) { _ in InstantProbe() }
    }

    private mutating func isNews(_ result: ProbeResult, isAskedFor: Bool = false) throws -> Bool {
        now = now + .seconds(10)
        let actions = isAskedFor ? schedule.request([probe.address], now: now) : schedule.takeTurns(now: now)
        guard case .start(_, let ticket, let isConfirming) = try #require(actions.first) else { return false }
        #expect(isConfirming == isAskedFor)
        let ended = schedule.finish(ticket, now: now)
        let flight = try #require(ended).flight
        return schedule.isNews(result, of: flight)
    }

    @Test func `Up again may wait, and nothing else`() throws {
        var tests = self
        let down = ProbeResult.down(Reason(.timedOut))
        let unknown = ProbeResult.unknown(Reason(.cancelled))
        let results: [ProbeResult] = [.up, .up, down, down, .up, .up, unknown, .up]
        #expect(try results.map { try tests.isNews($0) } == [true, false, true, true, true, false, true, true])
    }

    @Test func `What was asked for outside its pace is waited for`() throws {
        var tests = self
        _ = try tests.isNews(.up)
        #expect(try tests.isNews(.up, isAskedFor: true))
        #expect(try !tests.isNews(.up))
    }
}

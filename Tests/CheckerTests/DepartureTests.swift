import Testing

@testable import Checker
@testable import Engine

/// What the checker refuses does not leave, and the engine is told that it was not taken.
@Suite struct DepartureTests {
    @Test func whatTheCheckerAcceptsLeaves() throws {
        let (restart, _) = try SealedSample.restartAndReset()
        let departure = Departure([.sendPower(restart)], isDurable: true, objection: Checker.objection)
        #expect(departure.perform == [.sendPower(restart)])
        #expect(departure.answers.isEmpty && departure.objections.isEmpty)
    }

    @Test func whatItRefusesIsAnsweredAsRejected() throws {
        var (restart, _) = try SealedSample.restartAndReset()
        restart.bundle.mode.pauseFile = true
        let departure = Departure([.sendPower(restart)], isDurable: true, objection: Checker.objection)
        #expect(departure.perform.isEmpty)
        #expect(departure.objections == [restart])
        guard case .powerAnswered(restart.action, .rejected(let failure))? = departure.answers.first else {
            Issue.record("no answer: \(departure.answers)")
            return
        }
        #expect(failure.kind == .refusedByChecker)
        #expect(failure.message == "not sent: the checker refused it: I7: it is paused")
    }

    @Test func whatIsNotDurableIsNotEvenExamined() throws {
        let (restart, _) = try SealedSample.restartAndReset()
        let departure = Departure([.sendPower(restart)], isDurable: false, objection: { _ in "never asked" })
        #expect(departure.perform.isEmpty && departure.objections.isEmpty)
        #expect(departure.answers.count == 1)
    }
}

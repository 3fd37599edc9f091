import Engine
import Testing

@testable import Daemon

@Suite struct MetersTests {
    private let meters = Meters()

    private func note(_ states: ActionRecord.State..., id: Int64 = 1) {
        for state in states {
            var action = Sample.intent(id)
            action.state = state
            meters.note(.action(action))
        }
    }

    private func actions(_ outcome: ActionRecord.State) -> UInt64? {
        meters.current.actions[Meters.ActionOutcome(action: "restart", outcome: outcome.rawValue)]
    }

    private func ends(_ outcome: ActionRecord.State) -> UInt64? {
        meters.current.actionEnds[Meters.ActionOutcome(action: "restart", outcome: outcome.rawValue)]
    }

    @Test func anActionCountsOnceWhenAnsweredAndOnceWhenItEnded() {
        note(.intended, .accepted, .accepted, .completed, .completed)
        #expect(actions(.accepted) == 1)
        #expect(actions(.completed) == nil)
        #expect(ends(.completed) == 1)
    }

    @Test func whatWasRefusedHasNoEnd() {
        note(.intended, .rejected, .rejected)
        #expect(actions(.rejected) == 1)
        #expect(ends(.rejected) == nil)
    }

    @Test func aLostAnswerThatChangedNothingShowsInBoth() {
        note(.intended, .outcomeUnknown, .ineffective)
        #expect(actions(.outcomeUnknown) == 1)
        #expect(ends(.ineffective) == 1)
    }

    @Test func eachFailedCommitCountsAndASuccessfulOneEndsTheFault() {
        for fault in ["full", "full", nil] { meters.note(journalFault: fault) }
        #expect(meters.current.journalFailures == 2)
        #expect(meters.current.journalFault == nil)
    }

    @Test func onlyWhatWasGivenUpIsUndeliverable() {
        let notification = Notification(
            id: 1,
            key: "k",
            status: .firing,
            kind: .page,
            severity: "page",
            vps: nil,
            name: "defib",
            summary: "s",
            description: "d",
            startsAt: StoppedClock().now()
        )
        for state in [NotificationRecord.State.pending, .delivered, .undeliverable] {
            meters.note(.notification(NotificationRecord(notification: notification, receiver: "am", state: state)))
        }
        #expect(meters.current.undeliverable == ["am": 1])
    }

    @Test func droppedObservationsAddUp() {
        for count in [3, 0, 4] { meters.note(droppedObservations: count) }
        #expect(meters.current.droppedObservations == 7)
    }
}

import Testing

@testable import Engine

@Suite struct OutboxTests {
    private var outbox = Outbox(now: .distantPast)
    private let start = Timestamp(milliseconds: 1_000)

    private func notification(_ id: Int64, key: String) -> Notification {
        Notification(
            id: id,
            key: key,
            status: .firing,
            kind: .notice,
            severity: "page",
            vps: nil,
            name: "web-1",
            summary: "",
            description: "",
            startsAt: .distantPast
        )
    }

    @Test mutating func oneIncidentsMessagesGoInOrder() {
        _ = outbox.add(notification(1, key: "a"), receiver: "oncall", now: start)
        _ = outbox.add(notification(2, key: "a"), receiver: "oncall", now: start)
        _ = outbox.add(notification(3, key: "b"), receiver: "oncall", now: start)
        #expect(outbox.takeDue(at: start).map(\.notification.id) == [1, 3])
        #expect(outbox.takeDue(at: start).isEmpty)
        _ = outbox.settle(1, receiver: "oncall", .delivered, now: start)
        #expect(outbox.takeDue(at: start).map(\.notification.id) == [2])
    }

    @Test mutating func failuresAreTriedAgainEverMoreRarely() throws {
        _ = outbox.add(notification(1, key: "a"), receiver: "oncall", now: start)
        var now = start
        var pauses: [TimeSpan] = []
        for _ in 0..<12 {
            #expect(outbox.takeDue(at: now).count == 1)
            _ = outbox.settle(1, receiver: "oncall", .failed("503", retryAfter: nil), now: now)
            let next = try #require(outbox.nextDue())
            pauses.append(next - now)
            now = next
        }
        #expect(pauses.prefix(3) == [.seconds(2), .seconds(4), .seconds(8)])
        #expect(pauses.last == .minutes(5))
    }

    @Test mutating func aReceiversOwnWordIsHeeded() {
        _ = outbox.add(notification(1, key: "a"), receiver: "oncall", now: start)
        _ = outbox.takeDue(at: start)
        _ = outbox.settle(1, receiver: "oncall", .failed("429", retryAfter: .seconds(90)), now: start)
        #expect(outbox.nextDue() == start + .seconds(90))
    }

    @Test mutating func oneDeadReceiverDoesNotHoldUpAnother() {
        _ = outbox.add(notification(1, key: "a"), receiver: "dead", now: start)
        _ = outbox.add(notification(1, key: "a"), receiver: "alive", now: start)
        #expect(outbox.takeDue(at: start).count == 2)
        _ = outbox.settle(1, receiver: "alive", .delivered, now: start)
        _ = outbox.add(notification(2, key: "a"), receiver: "alive", now: start)
        #expect(outbox.takeDue(at: start).map(\.receiver) == ["alive"])
    }

    @Test mutating func whatIsRefusedForGoodIsKeptVisiblyAndLetsTheNextGo() {
        _ = outbox.add(notification(1, key: "a"), receiver: "oncall", now: start)
        _ = outbox.add(notification(2, key: "a"), receiver: "oncall", now: start)
        _ = outbox.takeDue(at: start)
        let changed = outbox.settle(1, receiver: "oncall", .refused("404"), now: start)
        #expect(changed.map(\.state) == [.undeliverable])
        #expect(outbox.takeDue(at: start).map(\.notification.id) == [2])
    }

    @Test mutating func aFullOutboxGivesUpItsOldest() {
        for id in 1...Int64(ReceiverQueue.capacity) {
            _ = outbox.add(notification(id, key: "\(id)"), receiver: "oncall", now: start)
        }
        let changed = outbox.add(notification(99_999, key: "z"), receiver: "oncall", now: start)
        #expect(changed.map(\.state) == [.undeliverable, .pending])
        #expect(changed.first?.notification.id == 1)
        #expect(outbox.count == ReceiverQueue.capacity)
    }

    @Test mutating func aReceiverThatFailsIsAskedOnceAtATimeAndNoPoisonHoldsUpTheOthers() {
        for id in 1...20 { _ = outbox.add(notification(Int64(id), key: "\(id)"), receiver: "oncall", now: start) }
        let first = outbox.takeDue(at: start).map(\.notification.id)
        #expect(first == [1, 2, 3, 4])
        for id in first { _ = outbox.settle(id, receiver: "oncall", .failed("500", retryAfter: nil), now: start) }
        #expect(outbox.takeDue(at: start).isEmpty)
        let later = start + .minutes(5)
        #expect(outbox.takeDue(at: later).map(\.notification.id) == [5])
        _ = outbox.settle(5, receiver: "oncall", .delivered, now: later)
        #expect(outbox.takeDue(at: later).map(\.notification.id) == [6, 7, 8, 9])
    }

    @Test mutating func whatStillFiresIsSaidAgainToAReceiverThatForgets() {
        outbox.configure([ReceiverPolicy(name: "am", isGrouped: false, resendEvery: .minutes(1))])
        _ = outbox.add(notification(1, key: "a"), receiver: "am", now: start)
        _ = outbox.takeDue(at: start)
        _ = outbox.settle(1, receiver: "am", .delivered, now: start)
        #expect(outbox.count == 0)
        #expect(outbox.nextDue() == start + .minutes(1))
        let again = start + .minutes(1)
        #expect(outbox.takeDue(at: again).map(\.notification.id) == [1])
        #expect(outbox.settle(1, receiver: "am", .failed("503", retryAfter: nil), now: again).isEmpty)
        #expect(outbox.nextDue() == again + .minutes(1))
        var over = notification(2, key: "a")
        over.status = .resolved
        _ = outbox.add(over, receiver: "am", now: again + .seconds(10))
        _ = outbox.takeDue(at: again + .seconds(10))
        _ = outbox.settle(2, receiver: "am", .delivered, now: again + .seconds(10))
        #expect(outbox.takeDue(at: again + .hours(1)).isEmpty)
    }

    @Test mutating func newsDoNotMultiplyWhatIsSaidAgain() {
        outbox.configure([ReceiverPolicy(name: "am", isGrouped: false, resendEvery: .minutes(1))])
        for id in 1...3 {
            let now = start + .seconds(Int64(id))
            _ = outbox.add(notification(Int64(id), key: "a"), receiver: "am", now: now)
            _ = outbox.takeDue(at: now)
            _ = outbox.settle(Int64(id), receiver: "am", .delivered, now: now)
        }
        var said: [Int64] = []
        for second in 4...184 {
            let now = start + .seconds(Int64(second))
            for leaving in outbox.takeDue(at: now) {
                said.append(leaving.notification.id)
                _ = outbox.settle(leaving.notification.id, receiver: "am", .delivered, now: now)
            }
        }
        #expect(said == [3, 3, 3])
    }

    @Test mutating func newsWaitForWhatIsJustBeingSaidAgain() {
        outbox.configure([ReceiverPolicy(name: "am", isGrouped: false, resendEvery: .minutes(1))])
        _ = outbox.add(notification(1, key: "a"), receiver: "am", now: start)
        _ = outbox.takeDue(at: start)
        _ = outbox.settle(1, receiver: "am", .delivered, now: start)
        let again = start + .minutes(1)
        #expect(outbox.takeDue(at: again).map(\.notification.id) == [1])
        var over = notification(2, key: "a")
        over.status = .resolved
        _ = outbox.add(over, receiver: "am", now: again)
        // Otherwise the repetition might arrive last, and the alert would fire again.
        #expect(outbox.takeDue(at: again).isEmpty)
        _ = outbox.settle(1, receiver: "am", .delivered, now: again)
        #expect(outbox.takeDue(at: again).map(\.notification.id) == [2])
    }

    @Test mutating func anEndThatIsRefusedEndsTheRepetitions() {
        outbox.configure([ReceiverPolicy(name: "am", isGrouped: false, resendEvery: .minutes(1))])
        _ = outbox.add(notification(1, key: "a"), receiver: "am", now: start)
        _ = outbox.takeDue(at: start)
        _ = outbox.settle(1, receiver: "am", .delivered, now: start)
        var over = notification(2, key: "a")
        over.status = .resolved
        _ = outbox.add(over, receiver: "am", now: start)
        _ = outbox.takeDue(at: start)
        _ = outbox.settle(2, receiver: "am", .refused("400"), now: start)
        #expect(outbox.takeDue(at: start + .hours(1)).isEmpty)
        #expect(outbox.receivers(of: "a").isEmpty)
    }

    @Test mutating func whileOneCantBeReachedAnotherIsToldInstead() {
        outbox.configure([ReceiverPolicy(name: "oncall", fallback: "mail", fallbackAfter: .seconds(30))])
        _ = outbox.add(notification(1, key: "a"), receiver: "oncall", now: start)
        var now = start
        while now - start < .seconds(30) {
            #expect(!outbox.takeDue(at: now).contains { $0.receiver == "mail" })
            _ = outbox.settle(1, receiver: "oncall", .failed("timed out", retryAfter: nil), now: now)
            now = outbox.nextDue() ?? now
        }
        _ = outbox.takeDue(at: now)
        let changed = outbox.settle(1, receiver: "oncall", .failed("timed out", retryAfter: nil), now: now)
        #expect(changed.map(\.receiver) == ["oncall", "mail"])
        let told = outbox.takeDue(at: now)
        #expect(told.map(\.receiver) == ["mail"])
        #expect(told.first?.notification.description.contains("oncall has not taken it") == true)
        // What comes meanwhile goes there at once, and the first still gets all of it when it is back.
        #expect(
            outbox.add(notification(2, key: "b"), receiver: "oncall", now: now).map(\.receiver) == ["oncall", "mail"]
        )
        #expect(outbox.receivers(of: "b") == ["mail", "oncall"])
    }

    @Test mutating func twoThatStandInForEachOtherDoNotPassOnForEver() {
        outbox.configure([
            ReceiverPolicy(name: "a", fallback: "b", fallbackAfter: .zero),
            ReceiverPolicy(name: "b", fallback: "a", fallbackAfter: .zero),
        ])
        _ = outbox.add(notification(1, key: "k"), receiver: "a", now: start)
        _ = outbox.takeDue(at: start)
        #expect(outbox.settle(1, receiver: "a", .failed("x", retryAfter: nil), now: start).count == 2)
        _ = outbox.takeDue(at: start)
        #expect(outbox.settle(1, receiver: "b", .failed("x", retryAfter: nil), now: start).count == 1)
        #expect(outbox.count == 2)
    }
}

import Testing

@testable import Engine

@Suite struct OutboxTests {
    private var outbox = Outbox([], now: .distantPast)
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
        let record = outbox.settle(1, receiver: "oncall", .refused("404"), now: start)
        #expect(record?.state == .undeliverable)
        #expect(outbox.takeDue(at: start).map(\.notification.id) == [2])
    }

    @Test mutating func aFullOutboxGivesUpItsOldest() {
        for id in 1...Int64(Outbox.capacity) {
            _ = outbox.add(notification(id, key: "\(id)"), receiver: "oncall", now: start)
        }
        let changed = outbox.add(notification(99_999, key: "z"), receiver: "oncall", now: start)
        #expect(changed.map(\.state) == [.undeliverable, .pending])
        #expect(changed.first?.notification.id == 1)
        #expect(outbox.count == Outbox.capacity)
    }
}

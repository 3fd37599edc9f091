import Testing

@testable import Engine

@Suite struct DeadlineQueueTests {
    @Test func whatIsSetLastCounts() {
        var queue = DeadlineQueue(count: 3)
        queue.set(0, Timestamp(milliseconds: 10))
        queue.set(1, Timestamp(milliseconds: 5))
        queue.set(1, Timestamp(milliseconds: 20))
        queue.set(2, Timestamp(milliseconds: 10))
        #expect(queue.next() == Timestamp(milliseconds: 10))
        #expect(queue.popDue(at: Timestamp(milliseconds: 15)) == 0)
        #expect(queue.popDue(at: Timestamp(milliseconds: 15)) == 2)
        #expect(queue.popDue(at: Timestamp(milliseconds: 15)) == nil)
        queue.set(1, nil)
        #expect(queue.next() == nil)
    }

    @Test func manyComeOutInOrder() {
        var queue = DeadlineQueue(count: 1_000)
        for key in 0..<1_000 { queue.set(key, Timestamp(milliseconds: Int64(key * 7_919 % 1_000))) }
        var last = Timestamp.distantPast
        for now in 0..<1_000 {
            while let key = queue.popDue(at: Timestamp(milliseconds: Int64(now))) {
                let time = Timestamp(milliseconds: Int64(key * 7_919 % 1_000))
                #expect(time >= last)
                last = time
            }
        }
        #expect(queue.next() == nil)
    }
}

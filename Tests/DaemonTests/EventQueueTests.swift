import Engine
import Testing

@testable import Daemon

@Suite struct EventQueueTests {
    @Test func onlyObservationsAreDroppedAndTheyAreCounted() throws {
        let queue = try EventQueue(clock: StoppedClock())
        let observation = Sample.observation(at: Timestamp(milliseconds: 1))
        queue.observationsArrived(Array(repeating: observation, count: EventQueue.capacity + 7))
        for _ in 0..<10 { queue.post(.deadlinePassed) }
        #expect(queue.takeDropped() == 7)
        #expect(queue.takeDropped() == 0)
        let batch = queue.take(waitingAtMost: .zero)
        #expect(batch.observations.count == EventQueue.capacity)
        #expect(batch.items.count == 10)
    }

    @Test func whatWaitsIsStillHandedOutAfterTheClose() throws {
        let queue = try EventQueue(clock: StoppedClock())
        queue.post(.deadlinePassed)
        queue.close()
        let last = queue.take(waitingAtMost: .seconds(60))
        #expect(last.items.count == 1 && last.isClosed)
        #expect(queue.take(waitingAtMost: .seconds(60)).isEmpty)
    }
}

import Testing

@testable import Probes

@Suite struct DeadlineHeapTests {
    @Test func `Deadlines come out in order, equal ones by key`() {
        var heap = DeadlineHeap<Int>()
        // A fixed shuffle: 7919 is coprime to 500.
        for number in 0..<500 { heap.insert(number, at: Int64(number * 7_919 % 500) / 5) }
        var popped: [(at: Int64, key: Int)] = []
        while let next = heap.popFirst(notAfter: .max) { popped.append(next) }
        #expect(popped.count == 500)
        #expect(zip(popped, popped.dropFirst()).allSatisfy { ($0.at, $0.key) < ($1.at, $1.key) })
    }

    @Test func `What is not due stays`() {
        var heap = DeadlineHeap<Int>()
        heap.insert(1, at: 10)
        #expect(heap.popFirst(notAfter: 9) == nil)
        #expect(heap.first?.at == 10)
        #expect(heap.popFirst(notAfter: 10)?.key == 1)
        #expect(heap.first == nil)
    }
}

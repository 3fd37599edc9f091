/// When each of a numbered set of things is due next: a binary heap whose outdated entries are skipped when they surface,
/// so that setting a deadline costs O(log n) and nothing is ever scanned.
struct DeadlineQueue: Sendable {
    private struct Entry: Sendable {
        var time: Timestamp
        var key: Int
    }

    private var heap: [Entry] = []
    private var current: [Timestamp?]

    init(count: Int) {
        current = Array(repeating: nil, count: count)
    }

    mutating func set(_ key: Int, _ time: Timestamp?) {
        guard current[key] != time else { return }
        current[key] = time
        guard let time else { return }
        heap.append(Entry(time: time, key: key))
        siftUp(heap.count - 1)
    }

    func has(_ key: Int) -> Bool { current[key] != nil }

    /// The earliest deadline still in force.
    mutating func next() -> Timestamp? {
        discardOutdated()
        return heap.first?.time
    }

    /// Takes out one thing that is due; those due at the same time come in order of their number.
    mutating func popDue(at now: Timestamp) -> Int? {
        discardOutdated()
        guard let first = heap.first, first.time <= now else { return nil }
        current[first.key] = nil
        removeFirst()
        return first.key
    }

    private mutating func discardOutdated() {
        while let first = heap.first, current[first.key] != first.time { removeFirst() }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].time, heap[left].key) < (heap[right].time, heap[right].key)
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown()
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count && isBefore(child, least) {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

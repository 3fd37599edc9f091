public import Engine

/// What is due in virtual time: the earliest first, and of two at the same time the one that was entered first, so that
/// the same entries always come out in the same order.
public struct Agenda<Item> {
    private struct Entry {
        var at: Timestamp
        var order: Int
        var item: Item
    }

    private var heap: [Entry] = []
    private var entered = 0

    public init() {}

    public var isEmpty: Bool { heap.isEmpty }
    public var count: Int { heap.count }

    /// When the next one is due.
    public var next: Timestamp? { heap.first?.at }

    public mutating func enter(_ item: Item, at time: Timestamp) {
        entered += 1
        heap.append(Entry(at: time, order: entered, item: item))
        siftUp(heap.count - 1)
    }

    public mutating func takeNext() -> (at: Timestamp, item: Item)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown()
        return (first.at, first.item)
    }

    /// Strikes out what no longer matters.
    public mutating func removeAll(where isObsolete: (Item) -> Bool) {
        heap.removeAll { isObsolete($0.item) }
        heap.sort { ($0.at, $0.order) < ($1.at, $1.order) }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
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

/// Deadlines in order (a binary heap). Entries are not withdrawn: one whose ticket is no longer under way is skipped by
/// whoever takes it out.
struct DeadlineQueue {
    struct Entry {
        /// Nanoseconds on the loop's clock.
        let at: UInt64
        let ticket: UInt64
        let exchange: Exchange
    }

    private var heap: [Entry] = []

    var next: UInt64? { heap.first?.at }

    mutating func add(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].at < heap[parent].at else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the earliest entry that is due at `now`.
    mutating func takeDue(now: UInt64) -> Entry? {
        guard let first = heap.first, first.at <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}

/// A binary heap of deadlines, earliest first; equal ones in the order of their keys, so that order is the same every run.
struct DeadlineHeap<Key: Comparable> {
    private var entries: [Entry] = []

    private struct Entry {
        let at: Int64
        let key: Key

        func isBefore(_ other: Entry) -> Bool {
            at != other.at ? at < other.at : key < other.key
        }
    }

    var first: (at: Int64, key: Key)? {
        entries.first.map { ($0.at, $0.key) }
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    mutating func insert(_ key: Key, at deadline: Int64) {
        entries.append(Entry(at: deadline, key: key))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest where it is not after `limit`.
    mutating func popFirst(notAfter limit: Int64) -> (at: Int64, key: Key)? {
        guard let first = entries.first, first.at <= limit else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sink()
        }
        return (first.at, first.key)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var earliest = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < entries.count && entries[child].isBefore(entries[earliest]) {
                earliest = child
            }
            guard earliest != parent else { return }
            entries.swapAt(parent, earliest)
            parent = earliest
        }
    }
}

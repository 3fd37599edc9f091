import Engine
import Journal

/// Packs a journal that a daemon left, which it changes, and tells what a real run's observations take.
struct PackBench {
    static func run(_ directory: String) throws -> [Figure] {
        let store = try JournalStore(directory: directory, startedAt: Timestamp(milliseconds: 0))
        let before = try store.reader.stepBytes()
        let (observations, sum) = try read(store.reader)
        while try store.pack() {}
        let after = try store.reader.stepBytes()
        let (again, sumAgain) = try read(store.reader)
        precondition(observations == again && sum == sumAgain, "what was packed is not what was there")
        try store.close()
        let each = { (bytes: Int) in Double(bytes) / Double(max(1, observations)) }
        return [
            Figure("observations", Double(observations), ""),
            Figure("bytes_before", each(before.packed + before.waiting), "bytes an observation"),
            Figure("bytes_after", each(after.packed + after.waiting), "bytes an observation"),
        ]
    }

    /// How many observations there are, and a number that another order or another value would change.
    private static func read(_ reader: JournalReader) throws -> (count: Int, sum: Int) {
        var (count, sum) = (0, 0)
        var history = try reader.history(since: nil)
        while let item = try history.next() {
            guard case .steps(let steps) = item else { continue }
            for step in steps {
                guard case .observationArrived(let observation) = step.event else { continue }
                count += 1
                sum = (sum &* 31) &+ observation.hashValue
            }
        }
        return (count, sum)
    }
}

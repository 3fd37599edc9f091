import Allocations

/// Something done very often, made ready to be done again and again.
protocol HotPath {
    /// In a block, so many of them.
    static var operations: Int { get }

    /// Does a block of operations; every block does the same work.
    mutating func run()
}

/// What a block of a path cost, once everything is warm.
struct Measurement {
    private let operations: Int
    private let allocations: UInt64

    /// - Parameter spoiled: allocates once for each operation, as a careless change would.
    init<Path: HotPath>(of path: inout Path, spoiled: Bool) {
        operations = Path.operations
        // Caches of the runtime and buffers that grow once.
        for _ in 0..<2 { path.run() }
        let before = allocations_so_far()
        counting_begins()
        path.run()
        if spoiled { Spoiler.allocate(operations) }
        counting_ends()
        allocations = allocations_so_far() - before
    }

    func line(_ name: String) -> String { "\(name) \(operations) \(allocations)" }
}

private enum Spoiler {
    // Unchecked: this program has one thread that does something.
    nonisolated(unsafe) private static var kept: [[Int]] = []

    @inline(never)
    static func allocate(_ count: Int) {
        for number in 0..<count { kept = [[number]] }
    }
}

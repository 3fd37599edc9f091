import CLinux

/// What the heap keeps of a storm, which the C library gives back by itself only where it lies at a heap's end: of 409 MB of 10,000
/// targets that were all dark 74.
struct HeapSlack {
    static let pace = Duration.seconds(60)
    /// Giving back halts the threads that want memory for milliseconds, and what is wanted again has to be fetched.
    static let worthIt = 32 << 20

    /// When it was last little: what was given back counts on.
    private var least = defib_heap_slack()

    mutating func giveBack() {
        let slack = defib_heap_slack()
        least = min(least, slack)
        guard slack > least + HeapSlack.worthIt else { return }
        defib_trim_heap()
        least = defib_heap_slack()
    }
}

/// Work that outlives the call that asked for it (a job under way, a boot), run as child tasks of one group: when the
/// sandbox ends, its chores are cancelled and waited for.
struct Chores: Sendable {
    typealias Chore = @Sendable () async -> Void

    private let stream: AsyncStream<Chore>
    private let continuation: AsyncStream<Chore>.Continuation
    /// More waiting chores than a sandbox of the largest size could ask for at once.
    private static let capacity = 16_384

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Asks for `chore` to be run soon.
    func add(_ chore: @escaping Chore) {
        continuation.yield(chore)
    }

    /// Runs chores until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await chore in stream {
                group.addTask { await chore() }
            }
            group.cancelAll()
        }
    }
}

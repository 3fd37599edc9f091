import Glibc

/// Runs blocking work on a thread of its own, which ends with the work.
///
/// Two reasons make that a whole thread rather than the cooperative pool: the work waits (for a process, a socket), and
/// a network namespace belongs to a *thread*, so a thread that has entered one must not be given to anybody else.
enum OwnThread {
    /// The result of `work`, or what it threw.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let started = start { continuation.resume(with: Result { try work() }) }
            if let failure = started { continuation.resume(throwing: failure) }
        }
    }

    /// Starts a thread for `work` and does not wait for it; the error where the system gives no thread.
    static func start(_ work: @escaping @Sendable () -> Void) -> SandboxError? {
        let job = Unmanaged.passRetained(Job(work))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, entry, job.toOpaque())
        guard code != 0 else { return nil }
        job.release()
        return SandboxError("starting a thread", errno: code)
    }

    private final class Job: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        guard let context else { return nil }
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().work()
        return nil
    }
}

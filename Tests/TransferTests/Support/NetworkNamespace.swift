import Glibc

/// Runs code on a thread of its own in a network namespace of its own; what that thread starts is in it as well.
enum NetworkNamespace {
    static let unavailable = "needs root, for a network namespace"
    static var isAvailable: Bool { geteuid() == 0 }

    /// `body` runs to its end before this returns.
    static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            spawnThread {
                continuation.resume(
                    with: Result {
                        try enter()
                        return try body()
                    }
                )
            }
        }
    }

    /// unshare(2), which the Glibc module leaves out.
    private static func enter() throws {
        typealias Unshare = @convention(c) (Int32) -> Int32
        let cloneNewNetwork: Int32 = 0x4000_0000
        guard let symbol = dlsym(nil, "unshare") else { throw SystemError(call: "dlsym", code: 0) }
        guard unsafeBitCast(symbol, to: Unshare.self)(cloneNewNetwork) == 0 else {
            throw SystemError(call: "unshare", code: errno)
        }
    }
}

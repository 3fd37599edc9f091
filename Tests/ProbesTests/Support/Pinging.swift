import Engine

@testable import Probes

extension EchoLoop {
    /// One round, waited for.
    func ping(_ check: ICMPCheck, timeout: TimeSpan = .seconds(1)) async -> Finding {
        await withCheckedContinuation { continuation in
            start([EchoRequest(settings: EchoSettings(check, timeout: timeout)) { continuation.resume(returning: $0) }])
        }
    }
}

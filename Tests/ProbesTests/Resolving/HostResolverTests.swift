import Engine
import Synchronization
import Testing

@testable import Probes

@Suite struct HostResolverTests {
    private let resolver = HostResolver()

    private func resolve(_ host: String) async -> HostResolver.Answer {
        await withCheckedContinuation { continuation in
            resolver.resolve(host, family: .v4) { continuation.resume(returning: $0) }
        }
    }

    @Test func `A name is looked up, and its answer kept`() async {
        guard case .addresses(let addresses) = await resolve("localhost") else {
            Issue.record("localhost has no address")
            return
        }
        #expect(addresses.contains { $0.isLoopback })
        let isKept = Mutex(false)
        resolver.resolve("localhost", family: .v4) { _ in isKept.withLock { $0 = true } }
        #expect(isKept.withLock { $0 }, "a kept answer comes at once")
    }

    @Test func `A failure is said and not kept`() async {
        for _ in 0..<2 {
            guard case .failed(let reason) = await resolve("no-such-host.invalid") else {
                Issue.record("an invalid name has an address")
                return
            }
            #expect(reason.code == .resolutionFailed)
        }
    }

    @Test func `Many questions at once are all answered`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    if case .addresses = await resolve(number % 2 == 0 ? "localhost" : "127.0.0.\(number)") {
                        true
                    } else {
                        false
                    }
                }
            }
            for await isAnswered in group { #expect(isAnswered) }
        }
    }
}

import Engine
import Glibc
import Testing

@testable import Probes

@Suite struct ResolverTests {
    private let server: NameServer
    private let resolver: Resolver
    private let address = IPAddress(v4: 0x7F00_0102)

    init() throws {
        server = try NameServer([
            "guest.example": .addresses([IPAddress(v4: 0x7F00_0102)], ttl: 60),
            "both.example": .addresses([IPAddress(v4: 0x7F00_0102), IPAddress(v6High: 0, low: 1)], ttl: 60),
            "broken.example": .fails, "slow.example": .silent,
        ])
        resolver = try Resolver(servers: server.servers)
    }

    private func resolve(_ host: String, _ family: AddressFamily = .any) async -> NameAnswer {
        await withCheckedContinuation { continuation in
            let known = resolver.resolve(host, family: family, deadline: .now() + .seconds(20)) {
                continuation.resume(returning: $0)
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    @Test func `A name is asked for once, and known from then on`() async {
        #expect(await resolve("guest.example", .v4) == .addresses([address], isStale: false))
        let asked = server.questions(of: "guest.example")
        #expect(resolver.known("guest.example", family: .v4) == .addresses([address], isStale: false))
        #expect(await resolve("guest.example", .v4) == .addresses([address], isStale: false))
        #expect(server.questions(of: "guest.example") == asked)
        #expect(resolver.statistics.answered == 1)
        #expect(resolver.statistics.entries == 1)
    }

    @Test func `Each family has answers of its own`() async {
        #expect(await resolve("both.example", .v4) == .addresses([address], isStale: false))
        #expect(await resolve("both.example", .v6) == .addresses([IPAddress(v6High: 0, low: 1)], isStale: false))
        guard case .addresses(let both, _) = await resolve("both.example") else {
            Issue.record("no addresses")
            return
        }
        #expect(Set(both) == [address, IPAddress(v6High: 0, low: 1)])
    }

    @Test func `A name from the hosts file needs no server`() async {
        guard case .addresses(let addresses, _) = await resolve("localhost", .v4) else {
            Issue.record("localhost has no address")
            return
        }
        #expect(addresses.contains { $0.isLoopback })
        #expect(server.questions(of: "localhost") == 0)
    }

    @Test func `No such name and a failing resolver are told apart`() async {
        for host in ["nobody.example", "broken.example"] {
            guard case .failed(let reason) = await resolve(host, .v4) else {
                Issue.record("\(host) has an address")
                continue
            }
            #expect(reason.code == .resolutionFailed)
            #expect(reason.detail.contains(host))
        }
        #expect(resolver.statistics.noAddress == 1)
        #expect(resolver.statistics.failed == 1)
    }

    @Test func `A silent server delays no other name, and is given up`() async {
        async let slow = resolve("slow.example", .v4)
        #expect(await resolve("guest.example", .v4) == .addresses([address], isStale: false))
        guard case .failed(let reason) = await slow else {
            Issue.record("a silent server has answered")
            return
        }
        #expect(reason.code == .resolutionFailed)
    }

    @Test func `Many questions at once are all answered`() async {
        for number in 0..<300 { server.set("guest-\(number).example", .addresses([address], ttl: 60)) }
        await withTaskGroup(of: NameAnswer.self) { group in
            for number in 0..<300 { group.addTask { await resolve("guest-\(number).example", .v4) } }
            for await answer in group { #expect(answer == .addresses([address], isStale: false)) }
        }
        #expect(resolver.statistics.entries == 300)
    }

    @Test func `Another name leads to the address, and the shorter lifetime counts`() throws {
        server.set("alias.example", .alias("guest.example", ttl: 7))
        let outcome = try outcome(of: "alias.example")
        #expect(outcome == .addresses([address], ttl: 7))
    }

    @Test func `An answer too long for a datagram is fetched by TCP`() throws {
        server.set("long.example", .truncated([address], ttl: 60))
        let outcome = try outcome(of: "long.example")
        #expect(outcome == .addresses([address], ttl: 60))
    }

    @Test func `Garbage is no answer`() throws {
        server.set("garbage.example", .garbage)
        guard case .failed = try outcome(of: "garbage.example") else {
            Issue.record("garbage was taken for an answer")
            return
        }
    }

    @Test func `A server that has died is a failing one`() throws {
        server.die()
        guard case .failed = try outcome(of: "guest.example") else {
            Issue.record("a dead server has answered")
            return
        }
    }

    /// What c-ares itself says.
    private func outcome(of host: String, _ family: AddressFamily = .v4) throws -> NameOutcome {
        let (channel, doorbell) = (try #require(AresChannel(servers: server.servers)), try Doorbell())
        channel.ask(NameQuestion(host: host, family: family), key: 1)
        var outcomes = channel.takeOutcomes()
        while outcomes.isEmpty {
            channel.wait(for: doorbell, atMost: -1)
            outcomes = channel.takeOutcomes()
        }
        return try #require(outcomes.first).outcome
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, to open ICMP sockets whatever this machine's sysctl"))
    func `Echoes go where the resolver says, and a failing one is no target's fault`() async throws {
        let loop = try EchoLoop(resolver: resolver)
        for _ in 0..<2 {
            let finding = await loop.ping(ICMPCheck(host: "guest.example", count: 1))
            #expect(finding.result == .up)
            #expect(finding.remote == address)
        }
        #expect(isUnknown(await loop.ping(ICMPCheck(host: "broken.example", count: 1)), .resolutionFailed))
        let slow = await loop.ping(ICMPCheck(host: "slow.example", count: 1), timeout: .milliseconds(200))
        #expect(isUnknown(slow, .resolutionFailed))
        loop.shutDown()
    }

    @Test func `What waits when it closes is told`() async throws {
        let server = server
        let answer = await withCheckedContinuation { continuation in
            do {
                let closing = try Resolver(servers: server.servers)
                _ = closing.resolve("slow.example", family: .v4, deadline: .now() + .seconds(20)) {
                    continuation.resume(returning: $0)
                }
            } catch {
                continuation.resume(returning: .closed)
            }
        }
        #expect(answer == .closed)
    }
}

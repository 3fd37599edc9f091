import Engine
import Glibc
import Journal
import Logging
import Probes
import Synchronization
import Testing

@testable import Daemon

/// The daemon's words to systemd, on a real datagram socket.
@Suite struct ServiceManagerTests {
    @Test func readinessAndWatchdogAreTold() throws {
        let folder = Folder()
        let path = "\(folder.path)/notify"
        let descriptor = try listen(at: path)
        defer { close(descriptor) }
        let manager = ServiceManager(environment: path)
        manager.tellReady("watching 3 targets")
        manager.feedWatchdog()
        manager.tellReloading()
        #expect(receive(descriptor) == "READY=1\nSTATUS=watching 3 targets")
        #expect(receive(descriptor) == "WATCHDOG=1")
        #expect(receive(descriptor).hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
    }

    @Test func withoutAManagerNothingIsSaid() {
        ServiceManager(environment: nil).tellReady("")
        ServiceManager(environment: "").tellStopping()
        ServiceManager(environment: "/nonexistent/socket").feedWatchdog()
    }

    @Test func theWatchdogIsFedByTheLoopAndStarvesWhenItHangs() throws {
        let folder = Folder()
        let path = "\(folder.path)/notify"
        let descriptor = try listen(at: path)
        defer { close(descriptor) }
        let clock = BootClock()
        let (store, journal) = try Sample.journal(in: folder)
        let queue = try EventQueue(clock: clock)
        let loop = EngineLoop(
            queue: queue,
            journal: journal,
            clock: clock,
            meters: Meters(),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            // Of systemd's limit, a quarter: told every 5 ms.
            manager: ServiceManager(environment: path, watchdogMicroseconds: 20_000),
            perform: { _ in }
        )
        let engine = Engine(policy: Sample.policy, now: clock.now())
        let thread = try ServiceThread.start("test-loop") { loop.run(engine) }
        #expect(hears("WATCHDOG=1", on: descriptor))

        let hang = Hang()
        queue.post(.visit { _, _ in hang.block() })
        hang.awaitBegin()
        while !receive(descriptor).isEmpty {}
        usleep(300_000)
        #expect(receive(descriptor) == "")
        hang.end()
        #expect(hears("WATCHDOG=1", on: descriptor))
        queue.close()
        thread.join()
        try store.close()
    }

    /// A datagram socket at `path`, as systemd has one.
    private func listen(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        return descriptor
    }

    /// Waits ten seconds at most.
    private func hears(_ word: String, on descriptor: Int32) -> Bool {
        for _ in 0..<1_000 {
            if receive(descriptor) == word { return true }
            usleep(10_000)
        }
        return false
    }

    private func receive(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}

/// Something that blocks a thread until it is told to end.
private final class Hang: Sendable {
    private let hasBegun = Atomic(false)
    private let hasEnded = Atomic(false)

    func block() {
        hasBegun.store(true, ordering: .sequentiallyConsistent)
        while !hasEnded.load(ordering: .sequentiallyConsistent) { usleep(1_000) }
    }

    func awaitBegin() {
        while !hasBegun.load(ordering: .sequentiallyConsistent) { usleep(1_000) }
    }

    func end() { hasEnded.store(true, ordering: .sequentiallyConsistent) }
}

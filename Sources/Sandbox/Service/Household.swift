import Logging
import Synchronization

/// The guests of one sandbox, from the first that is set up to the last that is taken down.
final class Household: Sendable {
    private let options: SandboxOptions
    private let chores: Chores
    private let logger: Logger
    private let guests = Mutex<[any Guest]>([])
    private let runtime = Mutex<RuntimeDirectory?>(nil)

    init(options: SandboxOptions, chores: Chores, logger: Logger) {
        self.options = options
        self.chores = chores
        self.logger = logger
    }

    /// Sets the guests up, one after another; those that were are known to `dismantle` even where a later one fails.
    func settle(in namespace: NetworkNamespace) async throws {
        let timing = LightMachine.Timing(
            boot: options.bootTime,
            shutdown: options.shutdownTime,
            crashAfter: options.crashAfter
        )
        for number in 0..<options.lightGuests {
            let guest = try await LightGuest.make(
                .numbered(number + 1, kind: .light),
                timing: timing,
                outside: namespace,
                chores: chores
            )
            guests.withLock { $0.append(guest) }
        }
        if options.qemuGuests > 0 { try await settleMachines(in: namespace) }
    }

    private func settleMachines(in namespace: NetworkNamespace) async throws {
        let directory = try RuntimeDirectory.make()
        runtime.withLock { $0 = directory }
        let options = self.options
        let image = try await OwnThread.run { try QemuImage.prepare(options.qemu, in: directory) }
        for number in 0..<options.qemuGuests {
            let guest = QemuGuest(
                description: .numbered(options.lightGuests + number + 1, kind: .qemu),
                machine: QemuMachine(image: image, options: options.qemu, directory: directory),
                namespace: namespace,
                chores: chores,
                logger: logger
            )
            guests.withLock { $0.append(guest) }
            try await guest.setUp()
        }
    }

    /// The world around these guests: called once, when all are there.
    func makeWorld() -> World {
        World(
            everyGuest: guests.withLock { $0 },
            strangers: Strangers(),
            tokens: options.tokens,
            faults: FaultBoard(options.faults),
            operations: Operations(chores: chores, duration: options.operationTime, logger: logger),
            limiter: RateLimiter(limit: options.requestsPerMinute),
            log: RequestLog()
        )
    }

    func ready(port: Int) -> SandboxReady {
        let everything = Set(Scope.allCases)
        return SandboxReady(
            origin: "http://127.0.0.1:\(port)",
            token: options.tokens.filter { $0.value == everything }.keys.min() ?? "",
            guests: guests.withLock { $0 }.map(\.description)
        )
    }

    func dismantle() async {
        for guest in guests.withLock({ $0 }) { await guest.dismantle() }
        runtime.withLock { $0 }?.remove()
    }
}

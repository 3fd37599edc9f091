import Glibc
public import Logging

/// A stand-in for the provider: its API on loopback, and guests that can really hang.
///
/// Meant for a network namespace of its own (`NamespaceLauncher`), for loopback would answer pings and refuse
/// connections on a dead guest's behalf, and both are signs of life.
public enum Sandbox {
    /// Runs until the surrounding task is cancelled, and then takes everything down that it set up. A process that dies
    /// without that leaves nothing behind either, if its namespace dies with it: links and taps go with the namespace,
    /// and QEMU with the thread that started it.
    ///
    /// - Parameter onReady: called once, when the guests serve or boot and the API answers.
    public static func run(
        _ options: SandboxOptions,
        logger: Logger = Logger(label: "defib.sandbox"),
        onReady: @escaping @Sendable (SandboxReady) async throws -> Void = { _ in }
    ) async throws {
        let chores = Chores()
        let household = Household(options: options, chores: chores, logger: logger)
        do {
            let namespace = try options.namespace ?? .current()
            try await namespace.batch(["link set lo up"])
            try await household.settle(in: namespace)
            let sockets = try await listeners(options, in: namespace)
            let world = household.makeWorld()
            let face = HTTPFace(api: API(world: world), control: Control(world: world))
            try await withThrowingTaskGroup { group in
                group.addTask { await chores.run() }
                for socket in sockets {
                    let listener = InheritedListener(socket: socket, logger: logger)
                    group.addTask { try await listener.serve(face.respond) }
                }
                try await onReady(household.ready(port: sockets.first?.port ?? 0))
                try await group.waitForAll()
            }
        } catch {
            await household.dismantle()
            if Task.isCancelled { return }
            throw error
        }
        await household.dismantle()
    }

    /// The listener handed over, if any, and one at the same port inside: what was opened in another namespace does not
    /// answer in this one.
    private static func listeners(
        _ options: SandboxOptions,
        in namespace: NetworkNamespace
    ) async throws -> [ListeningSocket] {
        guard let outer = options.listener else {
            return [try await namespace.run { try ListeningSocket.open(port: options.port) }]
        }
        do {
            return [outer, try await namespace.run { try ListeningSocket.open(port: outer.port) }]
        } catch let error as SandboxError where error.code == EADDRINUSE {
            return [outer]
        }
    }
}

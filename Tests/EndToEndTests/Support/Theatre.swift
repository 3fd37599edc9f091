import Glibc
import Logging
import Sandbox
import Testing
import Transfer

/// Everything a story needs, set up for one test and cleared away after it, however it ended: a sandbox in a namespace of
/// its own, a configuration, a running Defib, a receiver of its alerts.
struct Theatre: Sendable {
    let scene: Scene
    let guests: [GuestDescription]
    let namespace: NetworkNamespace
    let folder: Folder
    let defib: RunningDefib
    let client: DaemonClient
    let sandbox: SandboxDesk
    let inbox: Inbox
    let directions: StageDirections

    typealias Play = @Sendable (Theatre) async throws -> Void

    /// Plays once every guest answers every probe.
    static func play(_ scene: Scene = Scene(), _ body: @escaping Play) async throws {
        try await open(scene) { theatre in
            try await theatre.start()
            try await theatre.allIsWell()
            try await body(theatre)
        }
    }

    /// Sets up everything except that Defib is not started yet.
    static func open(
        _ scene: Scene,
        wrapping: @escaping @Sendable (Folder) -> [String] = { _ in [] },
        _ body: @escaping Play
    ) async throws {
        try await Admission.shared.withSeat {
            let folder = try Folder()
            defer { folder.remove() }
            let props = try await Props(folder, webhookToken: scene.webhookToken)
            defer { props.transport.shutdown() }
            try await withThrowingTaskGroup { group in
                defer { props.inbox.close() }
                group.addTask { try await props.inbox.serve(in: props.namespace) }
                try await inSandbox(scene, props, &group) { sandbox in
                    let theatre = try Theatre(scene, sandbox, props, wrapping: wrapping(folder))
                    try await theatre.perform(body)
                }
            }
        }
    }

    private func perform(_ body: Play) async throws {
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(self)) } catch { outcome = .failure(error) }
        await defib.clear()
        for secret in scene.secrets { #expect(!defib.log.contains(secret), "a secret is in the log") }
        guard case .failure(let error) = outcome else { return }
        let log = defib.log.split(separator: "\n").suffix(25).joined(separator: "\n")
        let incidents = await client.incidents()
        throw Mishap("\(error)\nIncidents: \(incidents)\nDefib's last words:\n\(log)")
    }
}

/// What is there before the sandbox.
private struct Props: Sendable {
    let folder: Folder
    let namespace: NetworkNamespace
    /// Opened out here, so that the test reaches what is served on them.
    let web: ListeningSocket
    let api: ListeningSocket
    let inbox: Inbox
    let transport: TransferLoop

    init(_ folder: Folder, webhookToken token: String) async throws {
        self.folder = folder
        namespace = try await .make()
        web = try .open(port: 0)
        api = try .open(port: 0)
        inbox = try await .open(in: namespace, token: token)
        transport = try TransferLoop()
    }
}

extension Theatre {
    private init(_ scene: Scene, _ sandbox: SandboxReady, _ props: Props, wrapping: [String]) throws {
        self.scene = scene
        guests = sandbox.guests
        namespace = props.namespace
        folder = props.folder
        defib = RunningDefib(in: props.namespace, web: props.web, folder: props.folder, wrapping: wrapping)
        client = DaemonClient(transport: props.transport, origin: "http://127.0.0.1:\(props.web.port)")
        self.sandbox = SandboxDesk(transport: props.transport, origin: "http://127.0.0.1:\(props.api.port)")
        inbox = props.inbox
        directions = StageDirections(
            guests: sandbox.guests,
            api: sandbox.origin,
            inbox: props.inbox.url,
            port: props.web.port
        )
        try folder.put(scene.token + "\n", in: "token")
        try folder.put(scene.webhookToken + "\n", in: "webhook-token")
        try folder.put(scene.rules, in: "rules.yml", mode: 0o644)
        try folder.put(scene.configuration(directions), in: "defib.yml", mode: 0o644)
    }

    /// Runs the sandbox around `body`, and waits until it is taken down.
    private static func inSandbox(
        _ scene: Scene,
        _ props: Props,
        _ group: inout ThrowingTaskGroup<Void, any Error>,
        _ body: (SandboxReady) async throws -> Void
    ) async throws {
        var options = scene.options
        options.lightGuests = scene.guests
        options.tokens = [scene.token: Set(Scope.allCases)]
        options.namespace = props.namespace
        options.listener = props.api
        var quiet = Logger(label: "defib.sandbox")
        quiet.logLevel = .critical
        let (events, continuation) = AsyncStream.makeStream(of: SandboxReady.self)
        group.addTask { [options, quiet] in
            defer { continuation.finish() }
            try await Sandbox.run(options, logger: quiet) { continuation.yield($0) }
        }
        for await ready in events {
            try await body(ready)
            break
        }
        group.cancelAll()
        props.inbox.close()
        try await group.waitForAll()
    }
}

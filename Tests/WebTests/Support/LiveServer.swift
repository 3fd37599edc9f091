import Glibc
import Logging
import Testing

@testable import Web

/// Serves a daemon on a real socket while `body` runs.
func serving<Value: Sendable>(
    _ daemon: ScriptedDaemon = ScriptedDaemon(),
    at address: ListenAddress = .hostPort(host: "127.0.0.1", port: 0),
    limits: ServerLimits = ServerLimits(),
    _ body: @Sendable (ListeningSocket) async throws -> Value
) async throws -> Value {
    let socket = try ListeningSocket(address)
    let server = WebServer(
        daemon: daemon,
        socket: socket,
        limits: limits,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        defer { group.cancelAll() }
        return try await body(socket)
    }
}

/// Runs blocking work on a thread of its own: the cooperative pool must stay free for the server.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    return try await withCheckedThrowingContinuation { continuation in
        let work = Unmanaged.passRetained(Work { continuation.resume(with: Result(catching: body)) })
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            work.toOpaque()
        )
        pthread_detach(thread)
    }
}

private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// What a shell command prints.
func output(of command: String) async throws -> String {
    try await blocking {
        guard let pipe = popen(command, "r") else { return "" }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A directory of a test's own, gone with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/defib-web-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        unlink(path + "/control.sock")
        rmdir(path)
    }
}

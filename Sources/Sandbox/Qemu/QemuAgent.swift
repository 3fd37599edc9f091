import FoundationEssentials

/// Debian's guest agent, over the virtio serial port. Every call first synchronises, because an answer that somebody
/// else stopped waiting for may still be in the pipe.
struct QemuAgent: Sendable {
    let path: String

    private func call<Value: Sendable>(
        within timeout: Duration,
        _ body: @escaping @Sendable (LineSocket) throws -> Value
    ) async throws -> Value {
        let path = self.path
        let mark = Int.random(in: 1...1_000_000_000)
        return try await OwnThread.run {
            let socket = try LineSocket(path: path, timeout: timeout)
            try socket.send(["execute": "guest-sync", "arguments": ["id": .int(mark)]])
            while try socket.receive()["return"]?.int != mark {}
            return try body(socket)
        }
    }

    func answers() async -> Bool {
        (try? await call(within: .seconds(1)) { _ in true }) ?? false
    }

    /// Starts `command` in the guest's shell and returns its process id.
    func start(_ command: String) async throws -> Int {
        try await call(within: .seconds(3)) { socket in
            let answer = try socket.execute("guest-exec", Self.shell(command, capturing: true))
            guard let process = answer["pid"]?.int else { throw SandboxError("the agent gave no process id") }
            return process
        }
    }

    /// Starts `command` and does not wait for a word: for commands that the guest does not survive.
    func startLast(_ command: String) async throws {
        try await call(within: .seconds(3)) { socket in
            try socket.send(["execute": "guest-exec", "arguments": Self.shell(command, capturing: false)])
        }
    }

    func result(of process: Int) async throws -> ExecResult {
        try await call(within: .seconds(3)) { socket in
            let answer = try socket.execute("guest-exec-status", ["pid": .int(process)])
            return ExecResult(
                exited: answer["exited"]?.bool ?? false,
                exitCode: answer["exitcode"]?.int,
                output: Self.text(answer["out-data"]),
                errors: Self.text(answer["err-data"])
            )
        }
    }

    private static func shell(_ command: String, capturing: Bool) -> JSON {
        ["path": "/bin/sh", "arg": ["-c", .string(command)], "capture-output": .bool(capturing)]
    }

    private static func text(_ value: JSON?) -> String {
        guard let data = (value?.string).flatMap({ Data(base64Encoded: $0) }) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}

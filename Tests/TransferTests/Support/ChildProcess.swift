import Glibc
import Synchronization

/// A child process that ends with its owner.
final class ChildProcess: Sendable {
    private let id: pid_t
    private let output: Int32

    /// Its standard output can be read, its standard error is dropped.
    init(_ arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        let isOpen = Inheritance.withNone {
            pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
        }
        guard isOpen else { throw SystemError(call: "pipe", code: errno) }
        defer { close(ends[1]) }
        do {
            id = try ChildProcess.spawn(arguments, output: ends[1])
        } catch {
            close(ends[0])
            throw error
        }
        output = ends[0]
    }

    deinit {
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
        close(output)
    }

    /// The next line without its end; nil at the end of the output.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Runs to the end; throws unless the exit code is 0.
    static func run(_ arguments: String...) throws {
        var status: Int32 = 0
        waitpid(try spawn(arguments, output: nil), &status, 0)
        guard status == 0 else { throw SystemError(call: arguments.joined(separator: " "), code: status) }
    }

    private static func spawn(_ arguments: [String], output: Int32?) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        if let output { posix_spawn_file_actions_adddup2(&actions, output, 1) }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var vector = arguments.map { strdup($0) } + [nil]
        defer { vector.forEach { free($0) } }
        var id = pid_t()
        let code = Inheritance.withNone { posix_spawnp(&id, arguments[0], &actions, nil, &vector, environ) }
        guard code == 0 else { throw SystemError(call: "spawn \(arguments[0])", code: code) }
        return id
    }
}

/// Keeps a child from being born between a descriptor's opening and its marking as not to be inherited; it would hold
/// other tests' connections open.
enum Inheritance {
    private static let lock = Mutex(())

    static func withNone<T: Sendable>(_ body: () -> T) -> T {
        lock.withLock { _ in body() }
    }
}

import Glibc
import Testing

/// A program of the system's.
struct Command {
    let process: pid_t

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts it, found through PATH, with its standard streams on `/dev/null` or on the given descriptors.
    init(_ words: [String], input: Int32? = nil, output: Int32? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in 0...2 {
            posix_spawn_file_actions_addopen(&actions, Int32(stream), "/dev/null", O_RDWR, 0)
        }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
            posix_spawn_file_actions_adddup2(&actions, output, 2)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        let code = posix_spawnp(&process, words[0], &actions, nil, &arguments, environ)
        guard code == 0 else { throw Failure(description: "\(words[0]): \(String(cString: strerror(code)))") }
        self.process = process
    }

    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// By SIGKILL: a child inherits the signals that threads of the pool hold back, SIGTERM among them.
    func end() {
        kill(process, SIGKILL)
        wait()
    }

    /// Runs it to its end, and returns what it wrote; throws where it failed.
    @discardableResult
    static func run(_ line: String) throws -> String {
        try run(line.split(separator: " ").map(String.init))
    }

    @discardableResult
    static func run(_ words: [String]) throws -> String {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(description: "pipe") }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        defer { close(ends[0]) }
        let command = try Command(words, output: ends[1])
        close(ends[1])
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(ends[0], &chunk, chunk.count), count > 0 { text += chunk[..<count] }
        let output = String(decoding: text, as: UTF8.self)
        guard command.wait() == 0 else {
            throw Failure(description: "\(words.joined(separator: " ")): \(output)")
        }
        return output
    }
}

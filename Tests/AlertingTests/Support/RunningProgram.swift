import Glibc
import Testing

/// A program of the system's, found through PATH, with its output for us to read.
final class RunningProgram {
    let process: pid_t
    private let output: Int32
    private var isOver = false

    init(_ words: [String]) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
        for stream in [1, 2] as [Int32] { posix_spawn_file_actions_adddup2(&actions, ends[1], stream) }
        let strings = words.map { strdup($0) }
        defer { strings.forEach { free($0) } }
        var process = pid_t()
        let code = posix_spawnp(&process, words[0], &actions, nil, strings + [nil], environ)
        close(ends[1])
        output = ends[0]
        try #require(code == 0, "\(words[0]): \(String(cString: strerror(code)))")
        self.process = process
    }

    deinit {
        end()
        close(output)
    }

    /// Waits for one whole line.
    func line() throws -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        try #require(Bool(false), "it ended: \(String(decoding: bytes, as: UTF8.self))")
        return ""
    }

    func end() {
        guard !isOver else { return }
        isOver = true
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// Runs one to its end: what it wrote; fails where it did.
    static func output(_ words: [String]) throws -> String {
        let program = try RunningProgram(words)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(program.output, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        var status: Int32 = 0
        waitpid(program.process, &status, 0)
        program.isOver = true
        let text = String(decoding: bytes, as: UTF8.self)
        try #require(status == 0, "\(words.joined(separator: " ")): \(text)")
        return text
    }
}

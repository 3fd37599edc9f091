import Glibc
import Testing

/// The built `defib`, run as a person runs it.
struct Program {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        var errorLines: [Substring] { errors.split(separator: "\n") }
        /// The output's words, however its lines were broken.
        var words: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    let folder: Folder
    /// Lives as long as the program is wanted.
    var api: StandIn?
    var environment: [String: String] = [:]

    /// Far beyond what any of these commands takes.
    private static let patience = 60

    /// Runs it to its end, in the folder.
    func run(_ arguments: String..., patience: Int = Program.patience) throws -> Outcome {
        try run(arguments, patience: patience)
    }

    func run(_ arguments: [String], patience: Int = Program.patience) throws -> Outcome {
        let running = try start(arguments)
        let status = try running.wait(seconds: patience)
        return Outcome(status: status, output: try running.output(), errors: try running.errors())
    }

    /// Starts it, for what does not end by itself.
    func start(_ arguments: [String]) throws -> RunningProgram {
        let (output, errors) = (folder.fresh("stdout"), folder.fresh("stderr"))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var pid: pid_t = 0
        try #require(access(Program.path, X_OK) == 0, "\(Program.path) is not there: build it with 'swift build'")
        // Becomes the program, in the folder.
        let env = "/usr/bin/env"
        let code = Program.withPointers([env, "--chdir=\(folder.path)", Program.path] + arguments) { argumentPointers in
            Program.withPointers(environment.map { "\($0)=\($1)" } + ["PATH=/usr/bin:/bin"]) {
                posix_spawn(&pid, env, &actions, nil, argumentPointers, $0)
            }
        }
        try #require(code == 0)
        return RunningProgram(pid: pid, outputPath: output, errorsPath: errors)
    }

    /// Beside the tests' own executable.
    private static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./") + "defib"
    }()

    private static func withPointers<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}

/// A `defib` that was started and may still run. It is killed should the test end before it.
final class RunningProgram {
    let pid: pid_t
    private let outputPath: String
    private let errorsPath: String
    private var status: Int32?

    init(pid: pid_t, outputPath: String, errorsPath: String) {
        self.pid = pid
        self.outputPath = outputPath
        self.errorsPath = errorsPath
    }

    deinit {
        guard status == nil else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    func output() throws -> String { try Folder.read(outputPath) }
    func errors() throws -> String { try Folder.read(errorsPath) }

    /// Its exit status, or 128 + n where signal n ended it.
    func wait(seconds: Int) throws -> Int32 {
        for _ in 0..<seconds * 100 {
            var code: Int32 = 0
            if waitpid(pid, &code, WNOHANG) == pid {
                let status = code & 0x7F == 0 ? code >> 8 & 0xFF : 128 + code & 0x7F
                self.status = status
                return status
            }
            usleep(10_000)
        }
        throw Overdue(what: "defib did not end within \(seconds) s")
    }

    func signal(_ number: Int32) {
        kill(pid, number)
    }
}

struct Overdue: Error {
    var what: String
}

/// Asks again and again until it is so.
func eventually(_ what: String, seconds: Int = 30, _ isSo: () throws -> Bool) throws {
    for _ in 0..<seconds * 50 {
        if try isSo() { return }
        usleep(20_000)
    }
    throw Overdue(what: "not within \(seconds) s: \(what)")
}

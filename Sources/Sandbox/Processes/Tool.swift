import Glibc

/// Runs a system tool to its end, for what it says.
enum Tool {
    /// The most of a tool's output that is kept; a tool that says more is not one of those used here.
    private static let outputLimit = 1 << 20

    /// Runs `arguments` in the calling thread's namespace, feeding it `input`. Blocks: for threads of our own.
    ///
    /// - Returns: what it wrote to standard output.
    /// - Throws: with its last words where it fails.
    @discardableResult
    static func run(_ arguments: [String], input: String = "") throws(SandboxError) -> [UInt8] {
        let feed = try Pipe()
        let answer = try Pipe()
        let complaint = try Pipe()
        var command = Command(arguments)
        command.input = feed.reading
        command.output = answer.writing
        command.error = complaint.writing
        let pid = try command.spawn()
        feed.closeReading()
        feed.write(input)
        feed.closeWriting()
        answer.closeWriting()
        complaint.closeWriting()
        let output = answer.readToEnd(limit: outputLimit)
        let words = String(decoding: complaint.readToEnd(limit: 4096), as: UTF8.self)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            let last = words.split(separator: "\n").joined(separator: " / ")
            throw SandboxError("`\(arguments.joined(separator: " "))` failed: \(last)")
        }
        return output
    }
}

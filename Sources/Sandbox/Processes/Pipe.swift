import CLinux
import Glibc

/// A pipe whose ends are closed when it goes, if not before.
final class Pipe {
    private(set) var reading: Int32
    private(set) var writing: Int32

    init() throws(SandboxError) {
        var ends: [Int32] = [0, 0]
        guard defib_pipe(&ends) == 0 else { throw SandboxError("making a pipe", errno: errno) }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        closeReading()
        closeWriting()
    }

    func closeReading() {
        if reading >= 0 { close(reading) }
        reading = -1
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Writes all of `text`; a reader that has gone is no error (SIGPIPE is ignored by then).
    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(writing, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads until every writer has closed, keeping at most `limit` bytes.
    func readToEnd(limit: Int) -> [UInt8] {
        var kept: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = read(reading, &buffer, buffer.count)
            guard count > 0 else { return kept }
            kept.append(contentsOf: buffer.prefix(min(count, limit - kept.count)))
        }
    }
}

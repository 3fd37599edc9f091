import Glibc

/// A Unix socket that speaks JSON, a value a line, as QEMU's monitor and the guest agent do. Blocks: for threads of our
/// own.
final class LineSocket {
    private let descriptor: Int32
    private var received: [UInt8] = []
    private static let lineLimit = 16 << 20

    /// - Parameter timeout: how long any one read may last.
    init(path: String, timeout: Duration) throws(SandboxError) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SandboxError("opening a socket", errno: errno) }
        var limit = timeval(tv_sec: timeout.wholeSeconds, tv_usec: (timeout.wholeMilliseconds % 1000) * 1000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else {
            throw SandboxError("the socket's path is too long: \(path); set TMPDIR to a shorter one")
        }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw SandboxError("connecting to \(path)", errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    func send(_ value: JSON) throws(SandboxError) {
        let line = value.bytes + [UInt8(ascii: "\n")]
        let count = line.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count == line.count else { throw SandboxError("writing to QEMU", errno: errno) }
    }

    /// The next line that is JSON.
    func receive() throws(SandboxError) -> JSON {
        while true {
            while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(received[..<end])
                received.removeSubrange(...end)
                if let value = JSON(parsing: line) { return value }
            }
            var buffer = [UInt8](repeating: 0, count: 16 * 1024)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0, received.count < Self.lineLimit else {
                throw SandboxError("reading from QEMU", errno: count == 0 ? ECONNRESET : errno)
            }
            received += buffer.prefix(count)
        }
    }

    /// Sends `command` and returns its answer, skipping events.
    func execute(_ command: String, _ arguments: JSON? = nil) throws(SandboxError) -> JSON {
        var message: [String: JSON] = ["execute": .string(command)]
        message["arguments"] = arguments
        try send(.object(message))
        while true {
            let answer = try receive()
            if let value = answer["return"] { return value }
            if let error = answer["error"] {
                throw SandboxError("QEMU refused `\(command)`: \(error["desc"]?.string ?? "without a reason")")
            }
        }
    }
}

internal import Glibc

/// One blocking connection to a Unix socket, with a deadline for each wait.
struct UnixConnection: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String, timeoutMilliseconds: Int) throws(ControlError) {
        guard let address = UnixAddress(path: path) else { throw .pathTooLong(path) }
        let opened = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw .failed(path: path, reason: systemWords(errno)) }
        var limit = timeval(tv_sec: timeoutMilliseconds / 1_000, tv_usec: timeoutMilliseconds % 1_000 * 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(opened, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(opened, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard address.call({ connect(opened, $0, $1) }) == 0 else {
            let code = errno
            close(opened)
            throw UnixConnection.error(code, path)
        }
        descriptor = opened
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws(ControlError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw UnixConnection.error(errno, path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Everything until the peer closes, at most `limit` bytes.
    func receiveAll(limit: Int) throws(ControlError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw UnixConnection.error(errno, path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw .unintelligible("more than \(limit) bytes") }
        }
    }

    private static func error(_ code: Int32, _ path: String) -> ControlError {
        switch code {
        case ENOENT, ECONNREFUSED, ENOTDIR: .notRunning(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        case EAGAIN, ETIMEDOUT: .timedOut(path: path)
        case _: .failed(path: path, reason: systemWords(code))
        }
    }
}

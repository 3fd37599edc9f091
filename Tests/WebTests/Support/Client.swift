import Glibc
import Testing

/// A plain TCP connection that gives up after ten seconds.
final class Client: Sendable {
    private let descriptor: Int32

    /// - Parameter receiveBuffer: bytes that the kernel holds for a reader that does not read; nil: its own choice.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    func receiveSome() -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        return String(decoding: buffer[..<max(0, recv(descriptor, &buffer, buffer.count, 0))], as: UTF8.self)
    }

    /// How many bytes come until the server closes.
    func countAll() -> Int {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var count = 0
        while case let more = recv(descriptor, &buffer, buffer.count, 0), more > 0 { count += more }
        return count
    }

    func receiveAll() -> String {
        var text = ""
        while case let part = receiveSome(), !part.isEmpty { text += part }
        return text
    }
}

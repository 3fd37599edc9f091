import Glibc

/// A TCP listener whose connections are taken by a thread of its own, one after another, for as long as it lives.
final class Listener: Sendable {
    let port: Int
    private let socket: Int32

    /// On a free port of `address`, in the network namespace of the calling thread. Who takes a connection closes it.
    init(on address: String = "127.0.0.1", take: @escaping @Sendable (_ connection: Int32) -> Void) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = inet_addr(address)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bound in
                bind(socket, bound, length) | listen(socket, 128) | getsockname(socket, bound, &length)
            }
        }
        guard code == 0 else { throw Command.Failure(description: "cannot listen on \(address): errno \(errno)") }
        self.socket = socket
        port = Int(UInt16(bigEndian: name.sin_port))
        BackgroundThread.run {
            while case let connection = accept(socket, nil, nil), connection >= 0 { take(connection) }
            // Not before: the number is another's as soon as it is closed.
            close(socket)
        }
    }

    deinit {
        // Refuses from now on, and ends the thread.
        shutdown(socket, Int32(SHUT_RDWR))
    }
}

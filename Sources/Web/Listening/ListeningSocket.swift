internal import Glibc
internal import Synchronization

/// A socket that listens: made before anything else starts, so that a port in use is told at once, and clients that come
/// early wait in its queue. A socket keeps the network namespace in which it was made.
public final class ListeningSocket: Sendable {
    /// As asked for, with the port that was given where 0 was.
    public let address: ListenAddress
    /// Closed already, or handed to a server, which closes it.
    private let descriptor: Mutex<Int32?>

    static let backlog: Int32 = 256

    public init(_ address: ListenAddress) throws(ListenError) {
        switch address {
        case .hostPort(let host, let port):
            let (socket, bound) = try TCPListening.listen(host: host, port: port)
            self.address = .hostPort(host: host, port: bound)
            descriptor = Mutex(socket)
        case .unixSocket(let path):
            self.address = address
            descriptor = Mutex(try UnixListening.listen(path: path))
        case .descriptor(let inherited):
            self.address = address
            descriptor = Mutex(try InheritedSockets.check(inherited))
        }
    }

    deinit {
        if let descriptor = take() { Glibc.close(descriptor) }
    }

    /// The port, where it is one of TCP.
    public var port: Int? {
        switch address {
        case .hostPort(_, let port): port
        case .descriptor(let number): TCPListening.port(of: number)
        case .unixSocket: nil
        }
    }

    /// Gives the descriptor away, once.
    func take() -> Int32? {
        descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
    }
}

import Engine
import Glibc

/// Reads datagrams, and the errors that came back for ours, into memory that is allocated once. For one thread.
final class DatagramReader {
    private let bytes: UnsafeMutableRawBufferPointer
    private let control: UnsafeMutableRawBufferPointer
    private let name: UnsafeMutablePointer<sockaddr_storage>

    init() {
        let longestIPHeader = 60
        let length = longestIPHeader + EchoPacket.headerBytes + EchoPacket.payloadLimits.upperBound
        bytes = .allocate(byteCount: length, alignment: 16)
        control = .allocate(byteCount: 512, alignment: 16)
        name = .allocate(capacity: 1)
        name.initialize(to: sockaddr_storage())
    }

    deinit {
        bytes.deallocate()
        control.deallocate()
        name.deallocate()
    }

    enum Outcome {
        case taken
        /// A pending error of the socket came in place of a datagram, and is cleared by it.
        case interrupted
        case nothing
    }

    /// Takes one datagram, from its ICMP header on, and hands it over with its source.
    func read(from socket: EchoSocket, _ body: (UnsafeRawBufferPointer, IPAddress) -> Void) -> Outcome {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            recvfrom(socket.descriptor, bytes.baseAddress, bytes.count, 0, $0, &length)
        }
        guard count >= 0 else { return errno == EAGAIN ? .nothing : .interrupted }
        guard let source = IPAddress(socketAddress: name) else { return .taken }
        // raw(7): reading gives the IPv4 header as well; IPv6 and datagram sockets give none.
        let header = socket.isV4 && socket.access == .raw && count > 0 ? Int(bytes[0] & 0x0F) * 4 : 0
        body(UnsafeRawBufferPointer(rebasing: bytes[min(header, count)..<count]), source)
        return .taken
    }

    /// Takes one error and hands it over; false when there is none.
    func readError(from socket: EchoSocket, _ body: (EchoError) -> Void) -> Bool {
        var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
            var message = msghdr()
            message.msg_name = UnsafeMutableRawPointer(name)
            message.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            message.msg_iov = vector
            message.msg_iovlen = 1
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            let count = recvmsg(socket.descriptor, &message, Int32(MSG_ERRQUEUE))
            guard count >= 0 else { return false }
            let error = EchoError(
                control: UnsafeRawBufferPointer(rebasing: control[..<message.msg_controllen]),
                destination: IPAddress(socketAddress: name),
                packet: UnsafeRawBufferPointer(rebasing: bytes[..<count])
            )
            if let error { body(error) }
            return true
        }
    }
}

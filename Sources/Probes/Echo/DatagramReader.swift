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

    /// One datagram from its ICMP header on, whence it came, and the hop limit of its packet where the kernel tells it.
    struct Datagram {
        let packet: UnsafeRawBufferPointer
        let source: IPAddress
        let hopLimit: UInt8?
    }

    /// Takes one datagram and hands it over.
    func read(from socket: EchoSocket, _ body: (Datagram) -> Void) -> Outcome {
        guard let (count, messages) = receive(socket, flags: 0) else {
            return errno == EAGAIN ? .nothing : .interrupted
        }
        guard let source = IPAddress(socketAddress: name) else { return .taken }
        // raw(7): reading gives the IPv4 header as well; IPv6 and datagram sockets give none.
        let header = socket.isV4 && socket.access == .raw && count > 0 ? Int(bytes[0] & 0x0F) * 4 : 0
        let packet = UnsafeRawBufferPointer(rebasing: bytes[min(header, count)..<count])
        body(Datagram(packet: packet, source: source, hopLimit: messages.hopLimit))
        return .taken
    }

    /// Takes one error and hands it over; false when there is none.
    func readError(from socket: EchoSocket, _ body: (EchoError) -> Void) -> Bool {
        guard let (count, messages) = receive(socket, flags: Int32(MSG_ERRQUEUE)) else { return false }
        let error = EchoError(
            control: messages,
            destination: IPAddress(socketAddress: name),
            packet: UnsafeRawBufferPointer(rebasing: bytes[..<count])
        )
        if let error { body(error) }
        return true
    }

    /// Fills the memory; nil where `errno` says why not.
    private func receive(_ socket: EchoSocket, flags: Int32) -> (count: Int, messages: ControlMessages)? {
        var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
            var message = msghdr()
            message.msg_name = UnsafeMutableRawPointer(name)
            message.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            message.msg_iov = vector
            message.msg_iovlen = 1
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            let count = recvmsg(socket.descriptor, &message, flags)
            guard count >= 0 else { return nil }
            let told = UnsafeRawBufferPointer(rebasing: control[..<message.msg_controllen])
            return (count, ControlMessages(bytes: told))
        }
    }
}

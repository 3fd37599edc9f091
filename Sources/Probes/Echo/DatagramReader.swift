import CLibcurl
import Engine
import Glibc

/// Reads datagrams, many with one call, and the errors that came back for ours, into memory that is allocated once. For one
/// thread at a time.
final class DatagramReader {
    private var batch: MessageBatch
    private let control: UnsafeMutableRawBufferPointer
    private var room: Int
    /// Messages whose lengths the last call has changed.
    private var used = MessageBatch.capacity

    /// The hop limit, the arrival and an error with its offender.
    private static let controlBytes = 192

    init() {
        control = .allocate(byteCount: MessageBatch.capacity * DatagramReader.controlBytes, alignment: 16)
        room = DatagramReader.room(payloadBytes: 64)
        batch = MessageBatch(bytes: MessageBatch.capacity * room)
        layOut()
    }

    deinit {
        control.deallocate()
    }

    /// Makes room for answers with so much payload. What is longer is cut, and is no answer then.
    func makeRoom(payloadBytes: Int) {
        let needed = DatagramReader.room(payloadBytes: payloadBytes)
        guard needed > room else { return }
        room = needed
        batch = MessageBatch(bytes: MessageBatch.capacity * room)
        layOut()
    }

    private static func room(payloadBytes: Int) -> Int {
        let longestIPHeader = 60
        return longestIPHeader + EchoPacket.headerBytes + payloadBytes
    }

    private func layOut() {
        used = MessageBatch.capacity
        for index in 0..<MessageBatch.capacity {
            batch.vectors[index] = iovec(iov_base: batch.bytes.baseAddress.map { $0 + index * room }, iov_len: room)
            batch.messages[index].header.msg_control = control.baseAddress.map {
                $0 + index * DatagramReader.controlBytes
            }
        }
    }

    enum Outcome {
        /// So many, and whether that is all there was.
        case taken(Int, isAll: Bool)
        /// A pending error of the socket came in place of a datagram, and is cleared by it.
        case interrupted
        case nothing
    }

    /// One datagram from its ICMP header on, whence and when it came, and the hop limit of its packet where it is told.
    struct Datagram {
        let packet: UnsafeRawBufferPointer
        let source: IPAddress
        let arrivedAt: Nanoseconds
        let readAt: Nanoseconds
        let hopLimit: UInt8?
    }

    /// Takes what has come, up to a batch, and hands it over one by one.
    func read(from socket: EchoSocket, _ body: (Datagram) -> Void) -> Outcome {
        prepare()
        let capacity = MessageBatch.capacity
        let count = Int(defib_receive_messages(socket.descriptor, batch.messages, UInt32(capacity)))
        guard count >= 0 else { return errno == EAGAIN ? .nothing : .interrupted }
        used = count
        let clock = ArrivalClock()
        for index in 0..<count {
            if let datagram = datagram(index, of: socket, clock) { body(datagram) }
        }
        return .taken(count, isAll: count < capacity)
    }

    private func prepare() {
        for index in 0..<used {
            batch.messages[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            batch.messages[index].header.msg_controllen = DatagramReader.controlBytes
        }
        used = 0
    }

    private func datagram(_ index: Int, of socket: EchoSocket, _ clock: ArrivalClock) -> Datagram? {
        guard let source = IPAddress(socketAddress: batch.names + index) else { return nil }
        let bytes = received(index)
        let told = messages(index)
        // raw(7): reading gives the IPv4 header as well; IPv6 and datagram sockets give none.
        let header = socket.isV4 && socket.access == .raw && bytes.count > 0 ? Int(bytes[0] & 0x0F) * 4 : 0
        return Datagram(
            packet: UnsafeRawBufferPointer(rebasing: bytes[min(header, bytes.count)...]),
            source: source,
            arrivedAt: clock.time(of: told.arrival),
            readAt: clock.readAt,
            hopLimit: told.hopLimit
        )
    }

    /// Takes one error and hands it over; false when there is none.
    func readError(from socket: EchoSocket, _ body: (EchoError) -> Void) -> Bool {
        used = max(used, 1)
        prepare()
        used = 1
        let count = recvmsg(socket.descriptor, &batch.messages[0].header, Int32(MSG_ERRQUEUE))
        guard count >= 0 else { return false }
        batch.messages[0].length = UInt32(count)
        let error = EchoError(
            control: messages(0),
            destination: IPAddress(socketAddress: batch.names),
            packet: received(0)
        )
        if let error { body(error) }
        return true
    }

    private func received(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: batch.vectors[index].iov_base, count: Int(batch.messages[index].length))
    }

    private func messages(_ index: Int) -> ControlMessages {
        let header = batch.messages[index].header
        return ControlMessages(bytes: UnsafeRawBufferPointer(start: header.msg_control, count: header.msg_controllen))
    }
}

import CLibcurl
import Engine
import Glibc

/// Gathers the echoes that are due and sends them with one call. For one thread at a time.
///
/// Their time of leaving is spread over the call's, which sends one after another: exact to a few microseconds, without a
/// look at the clock for each.
final class EchoSender {
    private let batch = MessageBatch(bytes: 1 << 15)
    private var waiting: [Echo] = []
    private var filled = 0
    private var next = 0
    private var hasFailed = false
    /// The family of what waits; one call sends through one socket.
    var isV4 = true

    private struct Echo {
        let cookie: UInt64
        let sequence: UInt16
    }

    enum Outcome {
        case left(at: Nanoseconds)
        case failed(Int32)
    }

    init() {
        waiting.reserveCapacity(MessageBatch.capacity)
    }

    var isEmpty: Bool { waiting.isEmpty }

    /// False where there is no room for it: then what waits has to be sent first.
    func add(_ header: EchoPacket.Header, of round: EchoRound, to target: IPAddress) -> Bool {
        let payloadBytes = round.request.settings.payloadBytes
        let index = waiting.count
        let end = filled + EchoPacket.headerBytes + payloadBytes
        guard index < MessageBatch.capacity, end <= batch.bytes.count else { return false }
        let memory = UnsafeMutableRawBufferPointer(rebasing: batch.bytes[filled...])
        let length = EchoPacket.encode(
            header,
            cookie: round.cookie,
            payloadBytes: payloadBytes,
            isV4: target.isV4,
            into: memory
        )
        batch.vectors[index] = iovec(iov_base: memory.baseAddress, iov_len: length)
        batch.messages[index].header.msg_namelen = target.write(to: batch.names + index)
        waiting.append(Echo(cookie: round.cookie, sequence: header.sequence))
        filled += (length + 7) / 8 * 8
        return true
    }

    /// Sends all that wait, and says of each how it went. False where the errors that the socket has are to be read first,
    /// and this then called again: one that came back for an earlier echo, perhaps another target's, fails the next call,
    /// whomever that is for. A second failure is the echo's own.
    func send(through socket: EchoSocket, _ body: (UInt64, UInt16, Outcome) -> Void) -> Bool {
        while next < waiting.count {
            let began = Nanoseconds.now()
            let left = UInt32(waiting.count - next)
            let count = Int(defib_send_messages(socket.descriptor, batch.messages + next, left))
            if count > 0 {
                tell(next..<next + count, since: began, body)
                next += count
                hasFailed = false
            } else if hasFailed {
                body(waiting[next].cookie, waiting[next].sequence, .failed(errno))
                next += 1
                hasFailed = false
            } else {
                hasFailed = true
                return false
            }
        }
        waiting.removeAll(keepingCapacity: true)
        (next, filled, hasFailed) = (0, 0, false)
        return true
    }

    private func tell(_ sent: Range<Int>, since began: Nanoseconds, _ body: (UInt64, UInt16, Outcome) -> Void) {
        let spent = Nanoseconds.now() - began
        for index in sent {
            let share = spent.count * Int64(index - sent.lowerBound) / Int64(sent.count)
            body(waiting[index].cookie, waiting[index].sequence, .left(at: began + Nanoseconds(count: share)))
        }
    }
}

import CLibcurl
import Glibc

/// Memory for many messages of one sendmmsg(2) or recvmmsg(2), laid out once.
final class MessageBatch {
    static let capacity = 64

    let messages: UnsafeMutablePointer<defib_message>
    /// Whom each is for, or came from.
    let names: UnsafeMutablePointer<sockaddr_storage>
    /// What each holds: at first, a share of the memory.
    let vectors: UnsafeMutablePointer<iovec>
    let bytes: UnsafeMutableRawBufferPointer

    init(bytes count: Int) {
        let capacity = MessageBatch.capacity
        bytes = .allocate(byteCount: count, alignment: 16)
        messages = .allocate(capacity: capacity)
        names = .allocate(capacity: capacity)
        vectors = .allocate(capacity: capacity)
        names.initialize(repeating: sockaddr_storage(), count: capacity)
        vectors.initialize(repeating: iovec(), count: capacity)
        for index in 0..<capacity {
            var message = defib_message()
            message.header.msg_name = UnsafeMutableRawPointer(names + index)
            message.header.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            message.header.msg_iov = vectors + index
            message.header.msg_iovlen = 1
            (messages + index).initialize(to: message)
        }
    }

    deinit {
        bytes.deallocate()
        messages.deallocate()
        names.deallocate()
        vectors.deallocate()
    }
}

import CLibcurl
import Engine
import Glibc

/// One ICMP socket for all targets of a family.
///
/// A datagram socket where `net.ipv4.ping_group_range` lets this process have one: it needs no privilege and the kernel
/// hands it its own replies alone. A raw one otherwise, with a filter that lets echo replies in and nothing else. Errors
/// that come back for an echo arrive through the error queue (`IP_RECVERR`, ip(7)), the same way for both.
final class EchoSocket: Sendable {
    enum Access: Sendable {
        case datagram
        case raw
    }

    let descriptor: Int32
    let isV4: Bool
    let access: Access

    private init(descriptor: Int32, isV4: Bool, access: Access) {
        self.descriptor = descriptor
        self.isV4 = isV4
        self.access = access
    }

    deinit {
        close(descriptor)
    }

    /// Opens one in the network namespace of the calling thread. A raw one is given answers alone whose cookie begins with
    /// `tag`: what other programs ping for wakes nobody here.
    static func open(isV4: Bool, tag: UInt16) throws(SystemFailure) -> EchoSocket {
        let family = isV4 ? AF_INET : AF_INET6
        let kernelProtocol = Int32(isV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let datagram = socket(family, Int32(SOCK_DGRAM.rawValue) | flags, kernelProtocol)
        if datagram >= 0 {
            return try EchoSocket(descriptor: datagram, isV4: isV4, access: .datagram).configured(tag: tag)
        }
        guard errno == EACCES || errno == EPERM || errno == EPROTONOSUPPORT else { throw SystemFailure("socket") }
        let raw = socket(family, Int32(SOCK_RAW.rawValue) | flags, kernelProtocol)
        guard raw >= 0 else { throw SystemFailure("socket") }
        return try EchoSocket(descriptor: raw, isV4: isV4, access: .raw).configured(tag: tag)
    }

    private func configured(tag: UInt16) throws(SystemFailure) -> EchoSocket {
        // A burst of replies to a whole fleet's echoes has to fit; the kernel cuts this to net.core.rmem_max.
        try set(SOL_SOCKET, SO_RCVBUF, Int32(1 << 20))
        // As has a whole tick's worth of echoes.
        try set(SOL_SOCKET, SO_SNDBUF, Int32(1 << 20))
        let level = isV4 ? ControlMessages.Level.ip : ControlMessages.Level.ipv6
        try set(level, isV4 ? Option.ipReceiveErrors : Option.ipv6ReceiveErrors, Int32(1))
        try set(level, isV4 ? Option.ipReceiveHopLimit : Option.ipv6ReceiveHopLimit, Int32(1))
        // Round trips are exact however late an answer is read.
        try set(SOL_SOCKET, Option.receiveTimestamps, Int32(1))
        guard access == .raw else { return self }
        if isV4 {
            let allButEchoReply: UInt32 = ~1
            try set(Option.rawLevel, Option.icmpFilter, allButEchoReply)
        } else {
            // Eight words of 32 types each; a set bit blocks. 129 is the echo reply.
            var filter = SIMD8<UInt32>(repeating: ~0)
            filter[129 / 32] &= ~(1 << (129 % 32))
            try set(58, Option.icmpv6Filter, filter)
        }
        guard defib_filter_echoes(descriptor, isV4 ? 1 : 0, tag) == 0 else { throw SystemFailure("setsockopt") }
        dropWhatCame()
        return self
    }

    /// Before the filter stood: others' all of it, for nothing was sent yet.
    private func dropWhatCame() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) >= 0 {}
    }

    private func set<Value: BitwiseCopyable>(_ level: Int32, _ option: Int32, _ value: Value) throws(SystemFailure) {
        var value = value
        let length = socklen_t(MemoryLayout<Value>.size)
        guard setsockopt(descriptor, level, option, &value, length) == 0 else { throw SystemFailure("setsockopt") }
    }

    /// Linux's numbers (ip(7), ipv6(7), linux/icmp.h, linux/icmpv6.h), which the Glibc module has no names for.
    private enum Option {
        static let receiveTimestamps: Int32 = 35
        static let ipReceiveErrors: Int32 = 11
        static let ipv6ReceiveErrors: Int32 = 25
        static let ipReceiveHopLimit: Int32 = 12
        static let ipv6ReceiveHopLimit: Int32 = 51
        static let rawLevel: Int32 = 255
        static let icmpFilter: Int32 = 1
        static let icmpv6Filter: Int32 = 1
    }
}

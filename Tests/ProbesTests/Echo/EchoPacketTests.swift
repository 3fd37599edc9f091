import Testing

@testable import Probes

@Suite struct EchoPacketTests {
    private let header = EchoPacket.Header(identifier: 0xBEEF, sequence: 7)
    private let cookie: UInt64 = 0x0123_4567_89AB_CDEF

    private func encoded(payload: Int, isV4: Bool = true) -> [UInt8] {
        var buffer = [UInt8](repeating: 0xAA, count: 256)
        let length = buffer.withUnsafeMutableBytes { bytes in
            EchoPacket.encode(header, cookie: cookie, payloadBytes: payload, isV4: isV4, into: bytes)
        }
        return Array(buffer[..<length])
    }

    @Test(arguments: [8, 9, 56, 57]) func `A request is an ICMP echo with a right checksum`(payload: Int) {
        let packet = encoded(payload: payload)
        #expect(packet.count == 8 + payload)
        #expect(packet[..<2] == [8, 0])
        #expect(packet[4...7] == [0xBE, 0xEF, 0, 7])
        #expect(packet.withUnsafeBytes { EchoPacket.checksum($0) } == 0)
    }

    @Test func `An ICMPv6 request leaves the checksum to the kernel`() {
        #expect(encoded(payload: 8, isV4: false)[..<4] == [128, 0, 0, 0])
    }

    @Test func `A reply is read back, and only when every byte of it is ours`() {
        var reply = encoded(payload: 56)
        reply[0] = 0
        reply.withUnsafeBytes { bytes in
            let decoded = EchoPacket.decode(bytes, type: 0)
            #expect(decoded?.header == header)
            #expect(decoded?.cookie == cookie)
            #expect(EchoPacket.isIntact(bytes, cookie: cookie, payloadBytes: 56))
            #expect(!EchoPacket.isIntact(bytes, cookie: cookie, payloadBytes: 57), "another length")
            #expect(EchoPacket.decode(bytes, type: 129) == nil, "another type")
        }
        reply[63] ^= 1
        #expect(!reply.withUnsafeBytes { EchoPacket.isIntact($0, cookie: cookie, payloadBytes: 56) })
    }

    @Test func `What is too short to be ours is nothing`() {
        for length in 0..<16 {
            #expect(encoded(payload: 8)[..<length].withUnsafeBytes { EchoPacket.decode($0, type: 8) } == nil)
        }
    }

    @Test func `An error that quotes eight bytes tells the header alone`() {
        let quoted = encoded(payload: 56)[..<8].withUnsafeBytes { EchoPacket.decodeQuoted($0, type: 8) }
        #expect(quoted?.header == header)
        #expect(quoted?.cookie == nil)
    }
}

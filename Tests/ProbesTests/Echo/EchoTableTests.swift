import Engine
import Testing

@testable import Probes

@Suite struct EchoTableTests {
    private let now = Nanoseconds.milliseconds(1_000)
    private var table = EchoTable(tag: 0xD5F1)

    private func request() -> EchoRequest {
        EchoRequest(settings: EchoSettings(ICMPCheck(host: "192.0.2.1", count: 1), timeout: .seconds(1))) { _ in }
    }

    private mutating func begin(random: UInt64) throws -> Int {
        let slot = table.begin(request(), at: now, random: random)
        return try #require(slot)
    }

    @Test mutating func `A cookie carries the tag, randomness and its slot`() throws {
        let first = try begin(random: 0xABCD_EF12_3456_789A)
        let second = try begin(random: 0)
        let cookie = try #require(table.rounds[first]?.cookie)
        #expect(cookie >> 48 == 0xD5F1)
        #expect(cookie >> 24 & 0xFF_FFFF == 0xAB_CDEF)
        #expect(table.slot(of: cookie) == first)
        #expect(first != second)
        #expect(table.rounds[first]?.identifier == 0x789A)
    }

    @Test mutating func `A round that is over is found no more, though another took its slot`() throws {
        let slot = try begin(random: 1 << 40)
        let cookie = try #require(table.rounds[slot]?.cookie)
        table.end(slot)
        #expect(table.slot(of: cookie) == nil)
        let again = try begin(random: 2 << 40)
        #expect(again == slot)
        #expect(table.slot(of: cookie) == nil)
        #expect(table.count == 1)
    }

    @Test mutating func `A cookie that was guessed finds nothing`() throws {
        let slot = try begin(random: 1 << 40)
        let cookie = try #require(table.rounds[slot]?.cookie)
        for wrong in [cookie ^ 1, cookie ^ 1 << 24, cookie ^ 1 << 63, .max, 0] {
            #expect(table.slot(of: wrong) == nil)
        }
    }

    @Test mutating func `An error without a cookie finds its round by target and header`() throws {
        let slot = try begin(random: 0x1234_0007)
        let taken = table.rounds[slot]?.takeDue(at: now)
        let header = try #require(taken)
        let target = IPAddress(v4: 0xC000_0201)
        #expect(header == EchoPacket.Header(identifier: 7, sequence: 0x1234))
        #expect(table.slot(of: header, target: target) == slot)
        #expect(table.slot(of: header, target: IPAddress(v4: 1)) == nil)
        #expect(table.slot(of: EchoPacket.Header(identifier: 8, sequence: 0x1234), target: target) == nil)
        #expect(table.slot(of: EchoPacket.Header(identifier: 7, sequence: 0x1235), target: target) == nil, "never sent")
    }
}

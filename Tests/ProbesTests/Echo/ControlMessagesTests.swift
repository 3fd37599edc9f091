import Testing

@testable import Probes

/// The kernel's bytes are trusted for what they mean, and never for where they end.
@Suite struct ControlMessagesTests {
    private func message(length: UInt, level: Int32, type: Int32, _ content: [UInt8]) -> [UInt8] {
        var bytes = withUnsafeBytes(of: length) { Array($0) }
        for word in [level, type] { bytes += withUnsafeBytes(of: word) { Array($0) } }
        bytes += content
        while bytes.count % 8 != 0 { bytes.append(0) }
        return bytes
    }

    private func hopLimit(_ bytes: [UInt8]) -> UInt8? {
        bytes.withUnsafeBytes { ControlMessages(bytes: $0).hopLimit }
    }

    @Test func `A hop limit is found behind other messages, of either family`() {
        let other = message(length: 21, level: 1, type: 29, [1, 2, 3, 4, 5])
        #expect(hopLimit(other + message(length: 20, level: 0, type: 2, [64, 0, 0, 0])) == 64)
        #expect(hopLimit(other + message(length: 20, level: 41, type: 52, [255, 0, 0, 0])) == 255)
    }

    @Test func `What is not there, too short or no hop limit is none`() {
        #expect(hopLimit([]) == nil)
        #expect(hopLimit(message(length: 20, level: 0, type: 3, [64, 0, 0, 0])) == nil)
        #expect(hopLimit(message(length: 18, level: 0, type: 2, [64, 0])) == nil)
        #expect(hopLimit(message(length: 20, level: 0, type: 2, [0, 1, 0, 0])) == nil)
    }

    @Test(arguments: [0, 15, 1_000, UInt.max]) func `A length that can't be ends the search`(length: UInt) {
        let broken = message(length: length, level: 1, type: 1, [0, 0, 0, 0])
        #expect(hopLimit(broken + message(length: 20, level: 0, type: 2, [64, 0, 0, 0])) == nil)
        #expect(hopLimit(Array(broken.prefix(17))) == nil)
    }
}

/// Puts integers into bytes, least significant byte first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var rest = number.littleEndian
        withUnsafeBytes(of: &rest) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ other: ByteWriter) {
        bytes.append(contentsOf: other.bytes)
    }

    /// With its length before it, at most 65,535 bytes; what is beyond is cut between two Unicode scalars.
    mutating func put(_ text: String) {
        let utf8 = text.utf8
        var end = utf8.index(utf8.startIndex, offsetBy: Int(UInt16.max), limitedBy: utf8.endIndex) ?? utf8.endIndex
        while end != utf8.endIndex, utf8[end] & 0b1100_0000 == 0b1000_0000 { end = utf8.index(before: end) }
        let kept = utf8[..<end]
        put(UInt16(kept.count))
        bytes.append(contentsOf: kept)
    }
}

/// Takes integers out of bytes again; nil at the end, where a row was cut or is not what it says.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        position = 0
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func take<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.endIndex - position >= size else { return nil }
        var number: Number = 0
        withUnsafeMutableBytes(of: &number) { $0.copyBytes(from: bytes[position..<position + size]) }
        position += size
        return Number(littleEndian: number)
    }

    mutating func takeText() -> String? {
        guard let count = take(UInt16.self), bytes.endIndex - position >= Int(count) else { return nil }
        defer { position += Int(count) }
        return String(validating: bytes[position..<position + Int(count)], as: UTF8.self)
    }
}

/// Puts integers into bytes, least significant byte first: each at its full size, or, compactly, in as many bytes as its
/// value needs (LEB128; of signed ones, 0, -1, 1, -2 … are 0, 1, 2, 3 …).
struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    let isCompact: Bool

    init(isCompact: Bool = false) {
        self.isCompact = isCompact
    }

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        guard isCompact, Number.bitWidth > 8 else {
            var rest = number.littleEndian
            withUnsafeBytes(of: &rest) { bytes.append(contentsOf: $0) }
            return
        }
        var rest = Number.isSigned ? ZigZag.encode(Int64(number)) : UInt64(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(_ other: ByteWriter) {
        bytes.append(contentsOf: other.bytes)
    }

    mutating func put(raw other: some Collection<UInt8>) {
        bytes.append(contentsOf: other)
    }

    /// In as few bytes as zlib finds, after their length before and then; 0 where they are shorter as they are.
    mutating func put(compressed other: [UInt8]) {
        let compressed = Deflate.compress(other)
        let isShorter = compressed.count < other.count
        put(UInt64(other.count))
        put(UInt64(isShorter ? compressed.count : 0))
        put(raw: isShorter ? compressed : other)
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

    /// With their length before them.
    mutating func put(counted other: some Collection<UInt8>) {
        put(UInt64(other.count))
        bytes.append(contentsOf: other)
    }
}

/// Signed numbers as unsigned ones that are small where those are near zero.
private enum ZigZag {
    static func encode(_ number: Int64) -> UInt64 {
        UInt64(bitPattern: (number << 1) ^ (number >> 63))
    }

    static func decode(_ number: UInt64) -> Int64 {
        Int64(bitPattern: (number >> 1) ^ (0 &- (number & 1)))
    }
}

/// Takes integers out of bytes again; nil at the end, where a row was cut or is not what it says.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int
    private let isCompact: Bool

    init(_ bytes: [UInt8], isCompact: Bool = false) {
        self.bytes = bytes[...]
        self.isCompact = isCompact
        position = 0
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    /// What was taken since the position.
    func bytes(from start: Int) -> ArraySlice<UInt8> { bytes[start..<position] }

    mutating func take(raw count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.endIndex - position else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func take<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        if isCompact, Number.bitWidth > 8 { return takeCompact(type) }
        let size = MemoryLayout<Number>.size
        guard bytes.endIndex - position >= size else { return nil }
        var number: Number = 0
        withUnsafeMutableBytes(of: &number) { $0.copyBytes(from: bytes[position..<position + size]) }
        position += size
        return Number(littleEndian: number)
    }

    private mutating func takeCompact<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.endIndex, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte & 0x80 != 0 else {
                return Number.isSigned ? Number(exactly: ZigZag.decode(value)) : Number(exactly: value)
            }
        }
        return nil
    }

    mutating func takeText() -> String? {
        guard let count = take(UInt16.self), bytes.endIndex - position >= Int(count) else { return nil }
        defer { position += Int(count) }
        return String(validating: bytes[position..<position + Int(count)], as: UTF8.self)
    }

    mutating func takeCounted() -> ArraySlice<UInt8>? {
        guard let count = take(UInt64.self), count <= UInt64(bytes.endIndex - position) else { return nil }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }

    /// Nil for what was damaged, or is longer than anything that is written.
    mutating func takeCompressed() -> [UInt8]? {
        let longest: UInt64 = 64 << 20
        guard let count = take(UInt64.self), count <= longest, let compressed = take(UInt64.self) else { return nil }
        guard compressed > 0 else { return take(raw: Int(count)).map(Array.init) }
        guard compressed <= longest, let bytes = take(raw: Int(compressed)) else { return nil }
        return Deflate.expand(bytes, to: Int(count))
    }
}

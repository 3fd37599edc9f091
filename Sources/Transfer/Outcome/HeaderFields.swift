/// A response's header lines, kept as received until someone reads them.
enum HeaderFields: Sendable {
    case received([UInt8])
    case parsed([(name: String, value: String)])

    var list: [(name: String, value: String)] {
        switch self {
        case .parsed(let list): list
        case .received(let bytes): HeaderFields.parse(bytes)
        }
    }

    /// Lines without a colon, the status line among them, are left out (RFC 9112 §5).
    private static func parse(_ bytes: [UInt8]) -> [(name: String, value: String)] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), !isStatusLine(line) else { return nil }
            let name = line[..<colon].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            return (
                String(decoding: name, as: UTF8.self), String(decoding: trimmed(line[(colon + 1)...]), as: UTF8.self)
            )
        }
    }

    static func isStatusLine(_ line: some Collection<UInt8>) -> Bool {
        line.starts(with: "HTTP/".utf8)
    }

    /// `HTTP/`, told by its bytes as numbers: asked for every line of every probe's header.
    static func isStatusLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard line.count >= 5, line[0] == UInt8(ascii: "H") else { return false }
        return UnsafeRawBufferPointer(line).loadUnaligned(as: UInt32.self) == UInt32(bigEndian: 0x4854_5450)
            && line[4] == UInt8(ascii: "/")
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        guard let first = value.firstIndex(where: { !isBlank($0) }),
            let last = value.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return value[first...last]
    }
}

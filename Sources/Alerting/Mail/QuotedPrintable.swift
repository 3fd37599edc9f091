/// Text of any language in lines of ASCII (RFC 2045 §6.7), legible where it is English, with CRLF at their ends.
enum QuotedPrintable {
    /// A line's, with the sign that it goes on.
    private static let longestLine = 76

    static func encoded(_ text: String) -> [UInt8] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return Array(lines.map { encoded(line: $0) }.joined(separator: Array("\r\n".utf8)))
    }

    private static func encoded(line: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var column = 0
        for index in line.utf8.indices {
            let isLast = line.utf8.index(after: index) == line.utf8.endIndex
            let piece = piece(line.utf8[index], isLast: isLast)
            if column + piece.count > longestLine - 1 {
                bytes += Array("=\r\n".utf8)
                column = 0
            }
            bytes += piece
            column += piece.count
        }
        return bytes
    }

    /// A blank at a line's end would be lost on the way.
    private static func piece(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        let isBlank = byte == 0x20 || byte == 0x09
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        guard !isPlain, !isBlank || isLast else { return [byte] }
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}

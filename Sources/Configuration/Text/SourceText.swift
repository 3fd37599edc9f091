/// A file's text, with what diagnostics quote of it. A class for the sake of its lines, which only a diagnostic needs.
final class SourceText {
    /// As diagnostics name the file.
    let name: String
    let text: String
    /// YAML's line ends are Swift's: `\n`, `\r\n`, `\r`, NEL and the two separators of Unicode.
    private lazy var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The line's text, without its end; empty beyond the last.
    func line(_ number: Int) -> Substring {
        lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }

    var lineCount: Int { lines.count }
}

extension SourceText {
    /// Larger files are refused unread: a configuration of 10 000 targets stays well below.
    static let maximumBytes = 16 << 20

    /// Takes bytes as the text they must be: UTF-8, no larger than the limit, no control characters but line ends and
    /// tabs. A byte order mark at the start is taken off.
    static func decode(_ bytes: [UInt8], name: String) -> Result<SourceText, DiagnosticList> {
        guard bytes.count <= maximumBytes else {
            return .failure(refusal(name, .start, "the file is larger than \(maximumBytes >> 20) MiB"))
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            return .failure(refusal(name, placeOfBadByte(body), "the file is not UTF-8 text"))
        }
        if let place = placeOfControlCharacter(text) {
            return .failure(refusal(name, place, "a control character, which YAML does not allow"))
        }
        return .success(SourceText(name: name, text: text))
    }

    private static func refusal(_ name: String, _ place: Place, _ message: String) -> DiagnosticList {
        DiagnosticList([Diagnostic(file: name, place: place, severity: .error, message: message)])
    }

    private static func placeOfBadByte(_ bytes: ArraySlice<UInt8>) -> Place {
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil {
                let good = String(decoding: part, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
                return Place(line: line, column: good.count + 1)
            }
            line += 1
        }
        return .start
    }

    private static func placeOfControlCharacter(_ text: String) -> Place? {
        func isForbidden(_ byte: UInt8) -> Bool {
            byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F
        }
        guard text.utf8.contains(where: isForbidden) else { return nil }
        var place = Place.start
        for scalar in text.unicodeScalars {
            if scalar.isASCII, isForbidden(UInt8(truncatingIfNeeded: scalar.value)) { return place }
            place = scalar == "\n" ? Place(line: place.line + 1, column: 1) : place.moved(by: 1)
        }
        return nil
    }
}

internal import FoundationEssentials

/// A header's text: folded where it is ASCII (RFC 5322 §2.2.3), otherwise in encoded words (RFC 2047), a line each.
enum EncodedWords {
    private static let longestLine = 76
    /// Base64 makes 52 characters of them; with the frame's 12 and a header's name that is a line.
    private static let bytesOfWord = 39

    static func header(_ name: String, _ text: String) -> String {
        let printable = String(text.map { $0.isNewline ? " " : $0 })
        return folded(name, printable) ?? "\(name): " + words(of: printable).joined(separator: "\r\n ")
    }

    /// Nil for what is not plain, or can't be folded: a reader joins the lines again with the blank that begins each.
    private static func folded(_ name: String, _ text: String) -> String? {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.contains("=?") else { return nil }
        var lines = ["\(name):"]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            guard !word.isEmpty, word.utf8.count < longestLine else { return nil }
            if (lines.last?.utf8.count ?? 0) + 1 + word.utf8.count > longestLine, lines != ["\(name):"] {
                lines.append("")
            }
            lines[lines.count - 1] += " \(word)"
        }
        return lines.joined(separator: "\r\n")
    }

    /// No character is parted: each word must be text on its own.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var chunk = ""
        for scalar in text.unicodeScalars {
            if chunk.utf8.count + String(scalar).utf8.count > bytesOfWord {
                words.append(chunk)
                chunk = ""
            }
            chunk.unicodeScalars.append(scalar)
        }
        words.append(chunk)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
    }
}

/// Private-use characters that stand, while Yams reads, for what it should not see.
enum HiddenCharacters {
    private static let star: Unicode.Scalar = "\u{E02A}"

    /// Texts with these are refused, so that nothing written can be taken for ours.
    static func isReserved(_ scalar: Unicode.Scalar) -> Bool {
        (0xE000...0xF8FF).contains(scalar.value)
    }

    static func hideStars(in text: String) -> String {
        text.utf8.contains(UInt8(ascii: "*")) ? replacing("*", with: star, in: text) : text
    }

    static func showStars(in text: String) -> String {
        text.unicodeScalars.contains(star) ? replacing(star, with: "*", in: text) : text
    }

    private static func replacing(_ old: Unicode.Scalar, with new: Unicode.Scalar, in text: String) -> String {
        var replaced = String.UnicodeScalarView()
        replaced.append(contentsOf: text.unicodeScalars.lazy.map { $0 == old ? new : $0 })
        return String(replaced)
    }

    /// One of 2 000 marks, apart from the star.
    static func mark(_ number: Int) -> Unicode.Scalar? {
        Unicode.Scalar(UInt32(0xE100 + number))
    }

    /// The mark's number; nil for what is none.
    static func number(of scalar: Unicode.Scalar) -> Int? {
        (0xE100..<0xE8D0).contains(scalar.value) ? Int(scalar.value) - 0xE100 : nil
    }
}

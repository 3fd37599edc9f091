/// Makes what a peer sent fit for a reason's detail: printable, on one line, bounded.
enum Excerpt {
    private static let limit = 160

    static func of(_ text: String) -> String {
        isFit(text) ? text : of(Array(text.utf8.prefix(4 * limit)))
    }

    /// True of nearly all messages, whose characters then need not be looked up in Unicode's tables.
    private static func isFit(_ text: String) -> Bool {
        text.utf8.count <= limit && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    static func of(_ bytes: [UInt8]) -> String {
        let scalars = String(decoding: bytes.prefix(4 * limit), as: UTF8.self).unicodeScalars
        var excerpt = ""
        for scalar in scalars.prefix(limit) {
            excerpt.unicodeScalars.append(isPrintable(scalar) ? scalar : " ")
        }
        return scalars.count > limit ? excerpt + "…" : excerpt
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

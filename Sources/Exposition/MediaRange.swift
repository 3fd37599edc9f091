/// One alternative of an `Accept` header, as far as the choice between our formats needs it.
struct MediaRange {
    var type: String
    var version: String?
    /// The `q` parameter in thousandths, its full precision; 1000 where absent.
    var weight: Int

    /// Reads `type/subtype;name=value;…`. What can't be read is left at its default: a header decides a format, no more.
    init(_ text: Substring.UTF8View) {
        let fields = text.split(separator: UInt8(ascii: ";")).map(MediaRange.trimmed)
        type = fields.first.map { $0.lowercased() } ?? ""
        weight = 1_000
        for field in fields.dropFirst() {
            let sides = field.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let value = sides[1].drop { $0 == "\"" }.prefix { $0 != "\"" }
            switch sides[0].lowercased() {
            case "q": weight = MediaRange.thousandths(value)
            case "version": version = String(value)
            case _: break
            }
        }
    }

    /// Versions before 1.0.0 were drafts: whoever wants one of those alone gets text.
    var isOpenMetrics: Bool {
        type == "application/openmetrics-text" && (version ?? "1.0.0") == "1.0.0"
    }

    var isText: Bool {
        switch type {
        case "text/plain": (version ?? "0.0.4") == "0.0.4"
        case "text/*", "*/*": true
        case _: false
        }
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring {
        Substring(bytes).drop { $0 == " " || $0 == "\t" }.reversedTrim()
    }

    /// `0`, `1`, `0.5`, `0.123`; anything else counts as refused.
    private static func thousandths(_ text: Substring) -> Int {
        guard let value = Double(text), value >= 0, value <= 1 else { return 0 }
        return Int((value * 1_000).rounded())
    }
}

extension Substring {
    fileprivate func reversedTrim() -> Substring {
        var rest = self
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}

/// A page in the making. What is written in the source is markup; what comes from anywhere else is text, and escaped.
struct HTML {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ markup: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// Safe between tags and inside a quoted attribute.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case UInt8(ascii: "'"): raw("&#39;")
            case _: bytes.append(byte)
            }
        }
    }

    /// A text between two pieces of markup.
    mutating func wrap(_ opening: StaticString, _ content: String, _ closing: StaticString) {
        raw(opening)
        text(content)
        raw(closing)
    }
}

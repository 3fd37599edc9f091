/// JSON written straight into bytes, for what there are thousands of: the same bytes that ``JSON`` makes.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    /// A comma is due before the next member or element.
    private var needsComma = false

    mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Hands out what was written so far; what follows goes on behind it.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    mutating func object(_ members: (inout JSONText) -> Void) {
        enclose("{", members, "}")
    }

    /// By the keys' order.
    mutating func object(_ texts: [String: String]) {
        object { text in
            for (key, value) in texts.sorted(by: { $0.key < $1.key }) { text.member(key, string: value) }
        }
    }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void) {
        enclose(
            "[",
            { text in
                for element in elements { text.element { write(&$0, element) } }
            },
            "]"
        )
    }

    /// One of an array's.
    mutating func element(_ write: (inout JSONText) -> Void) {
        separate()
        write(&self)
        needsComma = true
    }

    /// Members come in the order of their keys.
    mutating func member(_ key: StaticString, _ value: (inout JSONText) -> Void) {
        separate()
        raw("\"")
        raw(key)
        raw("\":")
        value(&self)
        needsComma = true
    }

    mutating func member(_ key: String, string value: String) {
        separate()
        string(key)
        raw(":")
        string(value)
        needsComma = true
    }

    /// Absent where there is none.
    mutating func member(_ key: StaticString, string value: String?) {
        if let value { member(key) { $0.string(value) } }
    }

    mutating func member(_ key: StaticString, number value: (some BinaryInteger)?) {
        if let value { member(key) { $0.bytes.append(contentsOf: String(value).utf8) } }
    }

    mutating func member(_ key: StaticString, number value: Double?) {
        guard let value else { return }
        let digits = value.description
        member(key) { $0.bytes.append(contentsOf: (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8) }
    }

    mutating func string(_ text: String) {
        raw("\"")
        for byte in text.utf8 { escaped(byte) }
        raw("\"")
    }

    private mutating func separate() {
        if needsComma { raw(",") }
        needsComma = false
    }

    private mutating func enclose(
        _ opening: StaticString,
        _ content: (inout JSONText) -> Void,
        _ closing: StaticString
    ) {
        raw(opening)
        needsComma = false
        content(&self)
        raw(closing)
        needsComma = true
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0x08: raw("\\b")
        case 0x0C: raw("\\f")
        case 0..<0x20:
            raw("\\u00")
            for digit in [byte >> 4, byte & 15] { bytes.append(contentsOf: String(digit, radix: 16).utf8) }
        case _: bytes.append(byte)
        }
    }
}

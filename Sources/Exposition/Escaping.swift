extension [UInt8] {
    /// Appends text with backslashes and line feeds escaped, and double quotes where these delimit it.
    mutating func appendEscaped(_ text: some Sequence<UInt8>, quotes: Bool) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"): append(contentsOf: [byte, byte])
            case UInt8(ascii: "\n"): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case UInt8(ascii: "\"") where quotes: append(contentsOf: [UInt8(ascii: "\\"), byte])
            case _: append(byte)
            }
        }
    }
}

import FoundationEssentials

/// What `--json` prints: one document, keys in camel case and in alphabetical order, times as RFC 3339 in UTC, lengths of
/// time in seconds. Keys are only ever added.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(value)
        Console.output.write(String(decoding: bytes, as: UTF8.self) + "\n")
    }
}

import FoundationEssentials

/// A JSON Pointer (RFC 6901): the way from a document's root to one of its values.
struct JSONPointer: Sendable, Hashable {
    let tokens: [String]

    /// Nil unless the text is empty, which is the whole document, or begins with a slash and escapes `~` as `~0` and `/`
    /// as `~1` only.
    init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = JSONPointer.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    private static func unescaped(_ part: Substring) -> String? {
        var token = ""
        var rest = part[...]
        while let tilde = rest.firstIndex(of: "~") {
            token += rest[..<tilde]
            rest = rest[rest.index(after: tilde)...]
            switch rest.popFirst() {
            case "0": token += "~"
            case "1": token += "/"
            default: return nil
            }
        }
        return token + rest
    }

    /// A token as an array's index: digits without a leading zero (RFC 6901 §4).
    static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), token == "0" || !token.hasPrefix("0") else {
            return nil
        }
        return Int(token)
    }

    /// What stands at the end of the way.
    func find(in document: [UInt8]) -> Found {
        do {
            return try JSONDecoder().decode(PointedValue.self, from: Data(document), configuration: tokens).found
        } catch DecodingError.dataCorrupted(let context) {
            return .malformed(context.debugDescription)
        } catch {
            return .malformed("\(error)")
        }
    }

    enum Found: Equatable {
        case nothing
        case string(String)
        case integer(Int64)
        case number(Double)
        /// `true`, `false` or `null`.
        case word(String)
        /// An object or an array.
        case structure
        case malformed(String)
    }
}

/// Decodes nothing of the document but what the pointer leads through.
private struct PointedValue: DecodableWithConfiguration {
    let found: JSONPointer.Found

    init(from decoder: any Decoder, configuration tokens: [String]) throws {
        found = try PointedValue.follow(tokens[...], from: decoder)
    }

    private static func follow(_ tokens: ArraySlice<String>, from decoder: any Decoder) throws -> JSONPointer.Found {
        guard let token = tokens.first else { return try scalar(decoder.singleValueContainer()) }
        if let object = try? decoder.container(keyedBy: MemberName.self) {
            let name = MemberName(stringValue: token)
            guard object.contains(name) else { return .nothing }
            return try follow(tokens.dropFirst(), from: object.superDecoder(forKey: name))
        }
        guard var array = try? decoder.unkeyedContainer(), let index = JSONPointer.index(token) else { return .nothing }
        guard let count = array.count, index < count else { return .nothing }
        while array.currentIndex < index { _ = try array.decode(Skipped.self) }
        return try follow(tokens.dropFirst(), from: array.superDecoder())
    }

    private static func scalar(_ value: any SingleValueDecodingContainer) throws -> JSONPointer.Found {
        if value.decodeNil() { return .word("null") }
        if let bool = try? value.decode(Bool.self) { return .word(bool ? "true" : "false") }
        if let integer = try? value.decode(Int64.self) { return .integer(integer) }
        if let number = try? value.decode(Double.self) { return .number(number) }
        if let text = try? value.decode(String.self) { return .string(text) }
        return .structure
    }
}

private struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// Takes any value and looks at none of it.
private struct Skipped: Decodable {
    init(from decoder: any Decoder) {}
}

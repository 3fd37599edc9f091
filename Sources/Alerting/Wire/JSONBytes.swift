internal import FoundationEssentials

extension Encodable {
    /// Keys in order, so that equal values have equal bytes.
    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("a tree of texts and numbers can't fail to encode")
        }
        return [UInt8](data)
    }
}

extension Decodable {
    /// Nil where the bytes are no JSON, or other JSON than this.
    init?(json: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = value
    }
}

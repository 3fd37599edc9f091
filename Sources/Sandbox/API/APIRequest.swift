/// A request to the API, read and taken apart.
struct APIRequest: Sendable {
    var method: String
    var path: String
    var query: [String: String]
    var authorization: String?
    var key: String?
    var body: [UInt8]

    init(
        method: String,
        target: String,
        authorization: String? = nil,
        key: String? = nil,
        body: [UInt8] = []
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = PercentCoding.decoded(parts.first ?? "")
        query = parts.count == 2 ? PercentCoding.query(parts[1]) : [:]
        self.authorization = authorization
        self.key = key
        self.body = body
    }

    /// The bearer token; the scheme's name may be in any case (RFC 9110 §11.1).
    var bearer: String? {
        guard let authorization else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

/// Percent-encoding as it occurs in requests (RFC 3986 §2.1); what is not well formed stays as it is.
enum PercentCoding {
    static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(Substring(digits), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func query(_ text: Substring) -> [String: String] {
        var result: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            result[decoded(halves[0])] = halves.count == 2 ? decoded(halves[1]) : ""
        }
        return result
    }
}

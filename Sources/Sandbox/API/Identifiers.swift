import FoundationEssentials

/// Identifiers and times as the API writes them.
enum Identifiers {
    /// `req_` or `job_` and 26 characters of Crockford's alphabet, as in the API's examples.
    static func make(_ prefix: String) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var generator = SystemRandomNumberGenerator()
        let tail = (0..<26).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }
        return prefix + String(tail)
    }

    /// A UUID in lower case: v1's request ids.
    static func uuid() -> String {
        UUID().uuidString.lowercased()
    }

    /// ISO 8601 with milliseconds, in UTC.
    static func time(_ date: Date = Date.now) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

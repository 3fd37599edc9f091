import Engine
import FoundationEssentials

/// The ways in which headers and bodies tell how long to wait.
enum HTTPTime {
    /// Seconds (`120`), an RFC 3339 timestamp, RFC 9110's `Wed, 21 Oct 2026 07:28:00 GMT`, or Unix seconds; never
    /// negative. Nil for anything else, which then simply says nothing.
    static func wait(_ text: String, from base: Timestamp) -> TimeSpan? {
        let text = trimmed(text)
        if let seconds = count(text) {
            let isPointInTime = seconds > leastUnixSeconds
            return isPointInTime
                ? span(to: Timestamp(milliseconds: Int64(seconds) * 1_000), from: base) : .seconds(Int64(seconds))
        }
        return timestamp(text).map { span(to: $0, from: base) }
    }

    static func timestamp(_ text: String) -> Timestamp? {
        let text = trimmed(text)
        let parsed = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(rfc3339(text) ?? text)
        guard let seconds = parsed?.timeIntervalSince1970, abs(seconds) < 1e11 else { return nil }
        return Timestamp(milliseconds: Int64(seconds * 1_000))
    }

    /// Digits alone, few enough to reckon with.
    static func count(_ text: String) -> Int? {
        let text = trimmed(text)
        guard (1...11).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// More seconds than this, some 30 years, are no wait but a date.
    private static let leastUnixSeconds = 1_000_000_000

    private static func span(to end: Timestamp, from base: Timestamp) -> TimeSpan {
        max(.zero, end - base)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// `Wed, 21 Oct 2026 07:28:00 GMT` as `2026-10-21T07:28:00Z`; nil for another form.
    private static func rfc3339(_ text: String) -> String? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]) else { return nil }
        return "\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])T\(parts[4])Z"
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

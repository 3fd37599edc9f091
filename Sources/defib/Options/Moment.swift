import Engine
import FoundationEssentials

extension Timestamp {
    /// `2026-04-27T12:34:56Z`, with a fraction or another offset where wanted; nil for anything else.
    init?(rfc3339 text: String) {
        let whole = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? whole.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
        guard milliseconds.magnitude < 1e15 else { return nil }
        self.init(milliseconds: Int64(milliseconds))
    }
}

/// The two text formats Prometheus and its relatives scrape.
public enum ExpositionFormat: Hashable, Sendable, CaseIterable {
    /// Prometheus' text format, version 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    /// The value of the `Content-Type` header that announces it.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format a client prefers by its `Accept` header (RFC 9110 §12.5.1).
    ///
    /// Text, which everything reads, unless OpenMetrics is named with a weight at least as great: a mere `*/*` does not
    /// name it. A header that permits neither gets text as well, since a scraper can do more with that than with a 406.
    public static func negotiated(accept: String?) -> ExpositionFormat {
        guard let accept else { return .text }
        var text = 0
        var openMetrics = 0
        for part in accept.utf8.split(separator: UInt8(ascii: ",")) {
            let range = MediaRange(part)
            if range.isOpenMetrics { openMetrics = max(openMetrics, range.weight) }
            if range.isText { text = max(text, range.weight) }
        }
        return openMetrics > 0 && openMetrics >= text ? .openMetrics : .text
    }
}

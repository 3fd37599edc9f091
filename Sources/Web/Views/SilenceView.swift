public import Engine

/// A silence as the API shows it.
public struct SilenceView: Codable, Hashable, Sendable {
    public var id: Int64
    /// All of these: `role=web`. Empty together with `names`: every target.
    public var labels: [String]
    /// Any of these.
    public var names: [String]
    public var by: String
    public var reason: String
    public var at: String
    public var until: String

    public init(_ record: SilenceRecord) {
        id = record.id
        labels = record.match.labels.map { "\($0.name)=\($0.value)" }
        names = record.match.names
        by = record.by
        reason = record.reason
        at = record.at.description
        until = record.until.description
    }

    /// `role=web, web-1`, as people read it.
    public var matchInWords: String {
        let parts = labels + names
        return parts.isEmpty ? "every target" : parts.joined(separator: ", ")
    }
}

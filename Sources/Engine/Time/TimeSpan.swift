/// A length of time in whole milliseconds: the resolution of every deadline, interval and age in Defib.
public struct TimeSpan: Hashable, Sendable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static let zero = TimeSpan(milliseconds: 0)

    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 1_000) }
    public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }
    public static func hours(_ count: Int64) -> TimeSpan { .minutes(count * 60) }

    /// The same length in seconds, for metrics and people.
    public var seconds: Double { Double(milliseconds) / 1_000 }

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
    }
    public static func * (left: TimeSpan, right: Int64) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds * right)
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension TimeSpan: CustomStringConvertible {
    /// As configuration writes it, exact, largest units first: `90s` is `1m30s`, `250ms` stays.
    public var description: String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")]
            as [(UInt64, String)]
        where rest >= size {
            text += "\(rest / size)\(unit)"
            rest %= size
        }
        return text
    }
}

extension TimeSpan {
    /// As people say it: no more digits than matter. `412ms`, `4.2s`, `1m4s`, `3h20m`.
    public var brief: String {
        let size = milliseconds.magnitude
        switch size {
        case ..<1_000: return description
        case ..<10_000 where size % 1_000 != 0:
            return "\(milliseconds < 0 ? "-" : "")\(size / 1_000).\(size % 1_000 / 100)s"
        case ..<3_600_000: return rounded(to: 1_000)
        case ..<86_400_000: return rounded(to: 60_000)
        default: return rounded(to: 3_600_000)
        }
    }

    private func rounded(to unit: Int64) -> String {
        TimeSpan(milliseconds: (milliseconds + unit / 2) / unit * unit).description
    }
}

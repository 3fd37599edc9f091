/// A point on the daemon's steady clock, in milliseconds.
///
/// The clock is `CLOCK_BOOTTIME`, anchored once at start to wall time: values read as Unix milliseconds, and neither a
/// step of the wall clock nor a suspended machine makes them run backwards or stand still.
public struct Timestamp: Hashable, Sendable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Before everything: the start of the Unix epoch.
    public static let distantPast = Timestamp(milliseconds: 0)

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Timestamp, right: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func - (left: Timestamp, right: TimeSpan) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds - right.milliseconds)
    }
    public static func - (left: Timestamp, right: Timestamp) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds: `2026-04-27T12:34:56.000Z`.
    public var description: String {
        let (days, timeOfDay) = milliseconds.quotientAndFloorModulus(86_400_000)
        let date = CivilDate(daysSinceEpoch: days)
        let hours = timeOfDay / 3_600_000
        let minutes = timeOfDay / 60_000 % 60
        let seconds = timeOfDay / 1_000 % 60
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2)).\(padded(timeOfDay % 1_000, 3))Z"
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A date of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64

    /// Counts in eras of 400 years that begin on 1 March, so that the leap day is each year's last.
    init(daysSinceEpoch: Int64) {
        let (era, dayOfEra) = (daysSinceEpoch + 719_468).quotientAndFloorModulus(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

extension Int64 {
    /// Division rounding towards minus infinity, so that the remainder is never negative.
    func quotientAndFloorModulus(_ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

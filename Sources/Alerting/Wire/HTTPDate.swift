internal import Engine

/// Dates as mail and HTTP write them (RFC 5322 §3.3, RFC 9110 §5.6.7): `Wed, 21 Oct 2026 07:28:00`, and a zone.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The moment in HTTP's preferred form; nil for anything else, the two obsolete forms among it.
    static func parse(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[0].hasSuffix(","),
            let day = Int64(words[1]), let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let seconds = clock[0] * 3_600 + clock[1] * 60 + clock[2]
        return Timestamp(milliseconds: (dayNumber(year, Int64(month) + 1, day) * 86_400 + seconds) * 1_000)
    }

    /// With mail's name for universal time, in which the zone is a number.
    static func text(_ time: Timestamp) -> String {
        let words = time.description
        let month = months[(Int(words.dropFirst(5).prefix(2)) ?? 1) - 1]
        let weekday = days[Int(time.milliseconds / 86_400_000 % 7)]
        let (day, year, clock) = (words.dropFirst(8).prefix(2), words.prefix(4), words.dropFirst(11).prefix(8))
        return "\(weekday), \(day) \(month) \(year) \(clock) +0000"
    }

    /// Days since 1 January 1970, in eras of 400 years that begin on 1 March.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

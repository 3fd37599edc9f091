/// The proleptic Gregorian calendar, in days since 1 January 1970.
enum Calendar {
    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let before = year - 1
        let leapDays = floor(before, 4) - floor(before, 100) + floor(before, 400)
        // 719,162 days lie between 1 January of the year 1 and the epoch.
        let newYear = before * 365 + leapDays - 719_162
        return newYear + (1..<month).map { days(inMonth: $0, of: year) }.reduce(0, +) + day - 1
    }

    /// In UTC.
    static func year(of second: Int64) -> Int64 {
        let days = floor(second, 86_400)
        // A guess that is off by one year at most.
        var year = 1970 + floor(days * 400, 146_097)
        while daysSinceEpoch(year, 1, 1) > days { year -= 1 }
        while daysSinceEpoch(year + 1, 1, 1) <= days { year += 1 }
        return year
    }

    static func modulus(_ number: Int64, _ divisor: Int64) -> Int64 {
        number - floor(number, divisor) * divisor
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

internal import Engine

/// How a zone's clocks go on for ever, as POSIX writes it with RFC 8536's extension: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
    /// Seconds east of UTC.
    private var standard: Int
    private var summer: Summer?

    fileprivate struct Summer {
        var offset: Int
        var begins: Moment
        var ends: Moment
    }

    /// A moment of every year, in local time.
    fileprivate struct Moment {
        var day: Day
        /// Seconds after midnight, up to a week before or after.
        var time: Int
    }

    fileprivate enum Day {
        /// 1 to 365, 29 February never counted.
        case julian(Int)
        /// 0 to 365.
        case ofYear(Int)
        /// The weekday, 0 for Sunday, in the week of the month; 5 is the last.
        case weekday(month: Int, week: Int, day: Int)
    }

    /// Nil where the text is no such rule.
    init?(_ text: String) {
        var reader = Reader(text)
        guard reader.name(), let offset = reader.time(hours: 24) else { return nil }
        // POSIX counts west of Greenwich.
        standard = -offset
        guard !reader.isAtEnd else { return }
        guard reader.name() else { return nil }
        var summerOffset = standard + 3_600
        if !reader.isAt(","), let offset = reader.time(hours: 24) { summerOffset = -offset }
        guard let begins = reader.moment(), let ends = reader.moment(), reader.isAtEnd else { return nil }
        summer = Summer(offset: summerOffset, begins: begins, ends: ends)
    }

    /// The changes after a second, up to the end of a year.
    func changes(after second: Int64, through lastYear: Int64) -> [Zone.Change] {
        guard let summer else { return [] }
        // Nothing is decided about earlier years, however old the last change is.
        let firstYear = max(1970, Calendar.year(of: second))
        guard firstYear <= lastYear else { return [] }
        var found: [Zone.Change] = []
        for year in firstYear...lastYear {
            let begins = summer.begins.second(in: year) - Int64(standard)
            let ends = summer.ends.second(in: year) - Int64(summer.offset)
            found.append(Zone.Change(at: ends, offset: standard))
            found.append(Zone.Change(at: begins, offset: summer.offset))
        }
        // Where summer ends and begins at the same moment, it never ended: what was appended later holds.
        let ordered = found.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        var kept: [Zone.Change] = []
        for change in ordered.map(\.element) where change.at > second {
            if kept.last?.at == change.at { kept.removeLast() }
            kept.append(change)
        }
        return kept
    }
}

extension ZoneRule.Moment {
    /// As if local time were UTC.
    fileprivate func second(in year: Int64) -> Int64 {
        day.daysSinceEpoch(in: year) * 86_400 + Int64(time)
    }
}

extension ZoneRule.Day {
    fileprivate func daysSinceEpoch(in year: Int64) -> Int64 {
        let newYear = Calendar.daysSinceEpoch(year, 1, 1)
        switch self {
        case .julian(let day):
            let leapDay: Int64 = Calendar.isLeap(year) && day >= 60 ? 1 : 0
            return newYear + Int64(day - 1) + leapDay
        case .ofYear(let day): return newYear + Int64(day)
        case .weekday(let month, let week, let day):
            let first = Calendar.daysSinceEpoch(year, Int64(month), 1)
            // 1 January 1970 was a Thursday.
            let weekdayOfFirst = Calendar.modulus(first + 4, 7)
            let found = first + Calendar.modulus(Int64(day) - weekdayOfFirst, 7) + Int64(week - 1) * 7
            let isBeyond = found >= first + Calendar.days(inMonth: Int64(month), of: year)
            return isBeyond ? found - 7 : found
        }
    }
}

// MARK: - Reading

extension ZoneRule {
    fileprivate struct Reader {
        private var rest: Substring

        init(_ text: String) {
            rest = text[...]
        }

        var isAtEnd: Bool { rest.isEmpty }

        func isAt(_ character: Character) -> Bool { rest.first == character }

        private mutating func take(_ character: Character) -> Bool {
            guard isAt(character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// `CET` or `<+03>`: what people call the offset, of no use here.
        mutating func name() -> Bool {
            if take("<") {
                guard let end = rest.firstIndex(of: ">"), end != rest.startIndex else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(letters.count)
            return letters.count >= 3
        }

        private mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 3, let number = Int(digits), range.contains(number) else { return nil }
            rest = rest.dropFirst(digits.count)
            return number
        }

        /// `-1`, `5:30`, `02:00:00`, in seconds.
        mutating func time(hours: Int) -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard var seconds = number(0...hours).map({ $0 * 3_600 }) else { return nil }
            for unit in [60, 1] where take(":") {
                guard let part = number(0...59) else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.5.0/2`
        mutating func moment() -> Moment? {
            guard take(","), let day = day() else { return nil }
            guard take("/") else { return Moment(day: day, time: 7_200) }
            return time(hours: 167).map { Moment(day: day, time: $0) }
        }

        private mutating func day() -> Day? {
            if take("J") { return number(1...365).map(Day.julian) }
            guard take("M") else { return number(0...365).map(Day.ofYear) }
            guard let month = number(1...12), take("."), let week = number(1...5), take("."), let day = number(0...6)
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
    }
}

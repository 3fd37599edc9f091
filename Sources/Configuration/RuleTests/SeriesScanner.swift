/// Takes a series apart into its items.
struct SeriesScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    /// Items beyond so many rounds are a slip of the finger.
    private static let mostRounds = 1_000_000

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The next item; nil at the end.
    mutating func item() throws(SeriesProblem) -> SeriesItem? {
        skipBlanks()
        guard position < scalars.count else { return nil }
        let offset = position
        let word = takeWord()
        guard !word.isEmpty else { throw unexpected() }
        try refuseCount(word, offset)
        var item = SeriesItem(word: word, offset: offset)
        if peek == "(" { item.details = try details() }
        item.length = try length()
        return item
    }

    /// A count where a state must be: `12`, `x12`, or a word of promtool's notation.
    private func refuseCount(_ word: String, _ offset: Int) throws(SeriesProblem) {
        if word.allSatisfy(\.isNumber) {
            let remedy = "a count follows its state, with an 'x' before it: did you mean 'x\(word)'?"
            throw SeriesProblem(offset, "'\(word.excerpt)' is no state", remedy)
        }
        if SeriesScanner.isCount(word) {
            throw SeriesProblem(
                offset,
                "the count '\(word.excerpt)' has no state before it",
                "write it as 'up \(word)'"
            )
        }
        if word == "for" {
            throw SeriesProblem(offset, "'for' has no state before it", "write it as 'up for 2m'")
        }
    }

    private static func isCount(_ word: String) -> Bool {
        word.hasPrefix("x") && word.count > 1 && word.dropFirst().allSatisfy(\.isNumber)
    }

    private mutating func length() throws(SeriesProblem) -> SeriesItem.Length {
        let start = position
        skipBlanks()
        let offset = position
        let word = takeWord()
        if SeriesScanner.isCount(word) { return .rounds(try rounds(word, offset)) }
        guard word == "for" else {
            position = start
            return .once
        }
        skipBlanks()
        let timeOffset = position
        let time = takeWord()
        guard !time.isEmpty else {
            throw SeriesProblem(timeOffset, "'for' is followed by no length of time", "such as 'for 2m'")
        }
        return .time(time, offset: timeOffset)
    }

    private func rounds(_ word: String, _ offset: Int) throws(SeriesProblem) -> Int {
        guard let count = Int(word.dropFirst()), (1...SeriesScanner.mostRounds).contains(count) else {
            let most = SeriesScanner.mostRounds
            throw SeriesProblem(
                offset,
                "'\(word.excerpt)' is no count from 1 to \(most)",
                "leave the state out for none"
            )
        }
        return count
    }

    private mutating func details() throws(SeriesProblem) -> [SeriesItem.Detail] {
        let opening = position
        position += 1
        var details: [SeriesItem.Detail] = []
        while true {
            skipBlanks()
            let offset = position
            let text = takeDetail()
            guard !text.isEmpty else {
                if position >= scalars.count { throw SeriesProblem(opening, "this '(' has no ')'") }
                throw unexpected()
            }
            details.append(SeriesItem.Detail(text: text, offset: offset))
            skipBlanks()
            switch peek {
            case ",": position += 1
            case ")":
                position += 1
                return details
            case nil: throw SeriesProblem(opening, "this '(' has no ')'")
            default:
                throw SeriesProblem(position, "details are set apart by commas", "such as 'down(timed_out, syn_ack)'")
            }
        }
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipBlanks() {
        while let next = peek, ScalarPlaces.isBlank(next) { position += 1 }
    }

    private mutating func takeWord() -> String {
        take { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-" || $0 == "." }
    }

    private mutating func takeDetail() -> String {
        take { !ScalarPlaces.isBlank($0) && $0 != "," && $0 != "(" && $0 != ")" }
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let next = peek, belongs(next) { position += 1 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        return String(text)
    }

    private func unexpected() -> SeriesProblem {
        let found = peek.map { "'\(String($0).excerpt)'" } ?? "the end"
        return SeriesProblem(position, "\(found) is not expected here", "a series is such as 'up x12 down for 5m'")
    }
}

internal import Engine

/// The compact notation of series: `up x12 down(connection_refused) for 5m up`.
///
/// ```
/// series = item { item }
/// item   = word [ "(" detail { "," detail } ")" ] [ "x" count | "for" duration ]
/// detail = word | word "=" value
/// ```
/// A count is in rounds of the probe, or in sweeps for the platform. The last item lasts for ever, whatever its length.
struct SeriesSyntax<Value: Hashable & Sendable> {
    /// How long one round is.
    let round: TimeSpan
    /// What one item stands for.
    let meaning: (SeriesItem) throws(SeriesProblem) -> Value

    /// Longer than any rule's budgets need.
    private let longest = TimeSpan.hours(31 * 24)

    func parse(_ text: String) throws(SeriesProblem) -> Series<Value> {
        var scanner = SeriesScanner(text)
        var parts: [(value: Value, length: TimeSpan)] = []
        while let item = try scanner.item() {
            let value = try meaning(item)
            parts.append((value, try length(of: item)))
        }
        guard let series = Series(parts) else {
            throw SeriesProblem(0, "an empty series", "write what it gives, such as 'up x12 down'")
        }
        guard series.length <= longest else {
            throw SeriesProblem(0, "the series lasts \(series.length), at most \(longest) make a test")
        }
        return series
    }

    private func length(of item: SeriesItem) throws(SeriesProblem) -> TimeSpan {
        switch item.length {
        case .once: return round
        case .rounds(let count): return round * Int64(count)
        case .time(let text, let offset):
            do throws(SyntaxProblem) {
                return try DurationSyntax.parse(text)
            } catch {
                throw SeriesProblem(offset, error.message, error.suggestion)
            }
        }
    }
}

/// One state of a series, as written.
struct SeriesItem {
    struct Detail {
        var text: String
        /// In scalars from the series' beginning.
        var offset: Int
    }

    enum Length {
        case once
        case rounds(Int)
        case time(String, offset: Int)
    }

    var word: String
    var offset: Int
    var details: [Detail] = []
    var length = Length.once
}

/// What is wrong in a series, and where in it.
struct SeriesProblem: Error {
    /// In scalars.
    var offset: Int
    var message: String
    var suggestion: String?

    init(_ offset: Int, _ message: String, _ suggestion: String? = nil) {
        self.offset = offset
        self.message = message
        self.suggestion = suggestion
    }
}

/// "Did you mean …?": the nearest of the words that could have been meant.
public enum Suggestion {
    /// Nil unless one of the candidates is near: a third of its letters changed at most, or differing in case alone.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let folded = word.lowercased()
        var best: (distance: Int, candidate: String)?
        for candidate in candidates where candidate != word {
            let distance = distance(Array(folded.utf8), Array(candidate.lowercased().utf8))
            let limit = max(1, max(candidate.utf8.count, word.utf8.count) / 3)
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// The same as a sentence for a diagnostic; where nothing is near, `otherwise`.
    static func didYouMean(
        _ word: String,
        among candidates: some Sequence<String>,
        otherwise: @autoclosure () -> String? = nil
    ) -> String? {
        nearest(to: word, among: candidates).map { "did you mean '\($0)'?" } ?? otherwise()
    }

    /// Damerau's distance, restricted: insertions, deletions, substitutions and swaps of neighbours each cost 1.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(substitution, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}

extension Sequence where Element == String {
    /// `'a', 'b' or 'c'`
    var listed: String {
        let words = map { "'\($0)'" }
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}

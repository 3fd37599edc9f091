internal import Engine

extension String {
    /// At most so many bytes of UTF-8, cut between whole characters, with an ellipsis at the end where some are missing.
    func cut(toBytes limit: Int) -> String { cut(to: limit) { $0.utf8.count } }

    /// The same by another measure of a character's size, at least 3 for the ellipsis.
    func cut(to limit: Int, measuring size: (Character) -> Int) -> String {
        var (total, end) = (0, startIndex)
        for index in indices {
            total += size(self[index])
            if total <= limit - 3 { end = self.index(after: index) }
            if total > limit { return self[..<end] + "…" }
        }
        return self
    }
}

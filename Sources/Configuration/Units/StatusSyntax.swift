/// `200`, `2xx` or `200-299`: HTTP statuses as an inclusive range.
enum StatusSyntax {
    private static let form = "write a status such as '200', a class such as '2xx', or a range such as '200-204'"

    static func parse(_ text: String) throws(SyntaxProblem) -> ClosedRange<Int> {
        if text.utf8.count == 3, text.hasSuffix("xx"), let digit = text.first?.wholeNumberValue,
            (1...5).contains(digit)
        {
            return digit * 100...digit * 100 + 99
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else {
            throw SyntaxProblem("'\(text.excerpt)' is not an HTTP status", form)
        }
        guard (100...599).contains(first), (100...599).contains(last) else {
            throw SyntaxProblem("'\(text.excerpt)': HTTP statuses go from 100 to 599", form)
        }
        guard first <= last else { throw SyntaxProblem("'\(text.excerpt)' is a range without statuses", form) }
        return first...last
    }
}

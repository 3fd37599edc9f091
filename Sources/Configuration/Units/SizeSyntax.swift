/// `4096`, `64KiB`, `1MiB`: bytes.
enum SizeSyntax {
    static func parse(_ text: String) throws(SyntaxProblem) -> Int {
        let units: [(name: String, shift: Int)] = [("KiB", 10), ("MiB", 20)]
        let unit = units.first { text.hasSuffix($0.name) }
        guard let count = Int(text.dropLast(unit?.name.count ?? 0)), (0...1 << 30).contains(count) else {
            throw SyntaxProblem("'\(text.excerpt)' is not a size", "write bytes, or '64KiB' or '1MiB'")
        }
        return count << (unit?.shift ?? 0)
    }
}

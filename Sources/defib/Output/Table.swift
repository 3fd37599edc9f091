/// Columns as wide as their widest cell; the last one takes what is left and wraps.
struct Table {
    /// Empty for a table without a head.
    var head: [String] = []
    var rows: [[Styled]] = []
    var indent = 0

    private static let gap = 2
    /// A last column narrower than this would be a column of single words: then it runs on instead.
    private static let narrowestLast = 24

    init(_ head: String..., indent: Int = 0) {
        self.head = head
        self.indent = indent
    }

    mutating func row(_ cells: Styled...) {
        rows.append(cells)
    }

    func print(to console: Console) {
        for line in lines(width: console.width) { console.line(line) }
    }

    func lines(width: Int) -> [Styled] {
        let all = head.isEmpty ? rows : [head.map { Styled($0, .faint) }] + rows
        let widths = (0..<(all.map(\.count).max() ?? 0)).map { column in
            all.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
        }
        return all.flatMap { lines(of: $0, widths, width: width) }
    }

    private func lines(of row: [Styled], _ widths: [Int], width: Int) -> [Styled] {
        var start: Styled = Styled(String(repeating: " ", count: indent))
        for (cell, columns) in zip(row.dropLast(), widths) { start = start + cell.padded(to: columns + Table.gap) }
        guard let last = row.last, !last.isEmpty else { return [start] }
        let room = width - start.width
        guard room >= Table.narrowestLast else { return [start + last] }
        let parts = last.wrapped(to: room)
        let margin = Styled(String(repeating: " ", count: start.width))
        return [start + parts[0]] + parts.dropFirst().map { margin + $0 }
    }
}

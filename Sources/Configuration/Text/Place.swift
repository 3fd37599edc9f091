/// A place in a text. Both count from 1; columns count Unicode scalars, as YAML parsers and editors do.
public struct Place: Hashable, Sendable, Comparable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static let start = Place(line: 1, column: 1)

    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    func moved(by columns: Int) -> Place {
        Place(line: line, column: column + columns)
    }
}

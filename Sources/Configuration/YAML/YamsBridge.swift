internal import Yams

extension Place {
    init(_ mark: Mark?) {
        self = mark.map { Place(line: max(1, $0.line), column: max(1, $0.column)) } ?? .start
    }
}

extension YAMLValue.ScalarStyle {
    init(_ style: Node.Scalar.Style) {
        switch style {
        case .any, .plain: self = .plain
        case .singleQuoted, .doubleQuoted: self = .quoted
        case .literal, .folded: self = .block
        }
    }
}

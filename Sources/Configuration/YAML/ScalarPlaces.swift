/// Where in the file a character of a scalar's value stands.
///
/// Value and source hold the same visible characters in the same order; only white space differs, since YAML folds lines
/// and strips indentation. So the n-th visible character of the value is the n-th of the source, whatever the style: exact
/// for plain, single-quoted and block scalars; in double quotes only as long as no escape comes before.
enum ScalarPlaces {
    /// The place of the value's scalar at `offset`; its end counts as the place behind the last visible one.
    static func place(of offset: Int, in value: YAMLValue, of source: SourceText) -> Place {
        guard case .scalar(let text, let style) = value.content else { return value.place }
        let before = text.unicodeScalars.prefix(offset)
        let isAtEnd = offset >= text.unicodeScalars.count
        let visible = before.count { !isBlank($0) }
        var walk = Walk(value.place, in: source)
        walk.skipProperties()
        walk.skipOpening(style)
        return isAtEnd ? walk.placeBehind(visible) : walk.place(after: visible)
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    private struct Walk {
        private let source: SourceText
        private var place: Place

        init(_ start: Place, in source: SourceText) {
            self.source = source
            place = start
        }

        /// Past an anchor or a tag, which YAML counts to the scalar.
        mutating func skipProperties() {
            while let first = line.first, first == "&" || first == "!" {
                place.column += line.prefix { !isBlank($0) }.count
                place.column += line.prefix { isBlank($0) }.count
            }
        }

        private var line: Substring.UnicodeScalarView.SubSequence {
            source.line(place.line).unicodeScalars.dropFirst(place.column - 1)
        }

        /// Past the quote, or past the block indicator's line.
        mutating func skipOpening(_ style: YAMLValue.ScalarStyle) {
            switch style {
            case .plain: break
            case .quoted: place.column += 1
            case .block: place = Place(line: place.line + 1, column: 1)
            }
        }

        /// Where the visible scalar after so many others stands.
        func place(after count: Int) -> Place {
            var rest = count
            for (place, scalar) in visible() {
                if rest == 0 { return place }
                rest -= 1
                _ = scalar
            }
            return self.place
        }

        /// Right behind the last of so many visible scalars.
        func placeBehind(_ count: Int) -> Place {
            count == 0 ? place : place(after: count - 1).moved(by: 1)
        }

        private func visible() -> some Sequence<(Place, Unicode.Scalar)> {
            let start = place
            return (start.line...max(start.line, source.lineCount)).lazy.flatMap { line in
                source.line(line).unicodeScalars.enumerated().lazy
                    .filter { line > start.line || $0.offset + 1 >= start.column }
                    .filter { !isBlank($0.element) }
                    .map { (Place(line: line, column: $0.offset + 1), $0.element) }
            }
        }
    }
}

/// A text with gaps, `{{ name }} is {{ status }}`, that a notification fills: an operator's own wording of a title or a text.
///
/// The language is total: no conditions, no loops, nothing to call. Every gap has a value in every notification, an empty one where
/// there is nothing to say. What stands in a value is never read as a gap.
public struct Template: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case words(String)
        case value(Placeholder)
        /// Of a target's label, by its name.
        case label(String)
    }

    /// What is wrong, and where.
    public struct Problem: Error, Hashable, Sendable {
        /// In Unicode scalars from the text's start.
        public var offset: Int
        public var message: String
        /// The word that names nothing, where that is the fault.
        public var unknown: String?
    }

    /// As it was written.
    public let source: String
    let parts: [Part]

    public init(_ source: String) throws(Problem) {
        self.source = source
        parts = try Template.read(source)
    }

    private static func read(_ source: String) throws(Problem) -> [Part] {
        var parts: [Part] = []
        var rest = source.unicodeScalars[...]
        func offset(_ index: String.Index) -> Int { source.unicodeScalars.distance(from: source.startIndex, to: index) }
        while let open = rest.firstRange(of: "{{".unicodeScalars) {
            try refuseStrayClosing(in: rest[..<open.lowerBound], offset)
            parts.append(.words(String(rest[..<open.lowerBound])))
            let inside = rest[open.upperBound...]
            guard let close = inside.firstRange(of: "}}".unicodeScalars) else {
                throw Problem(offset: offset(open.lowerBound), message: "'{{' is not closed by '}}'")
            }
            let gap = inside[..<close.lowerBound]
            let blanks = gap.prefix { $0.properties.isWhitespace }.count
            let word = String(gap).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            parts.append(try part(word, at: offset(open.upperBound) + blanks))
            rest = inside[close.upperBound...]
        }
        try refuseStrayClosing(in: rest, offset)
        parts.append(.words(String(rest)))
        return parts.filter { $0 != .words("") }
    }

    private static func refuseStrayClosing(
        in text: Substring.UnicodeScalarView,
        _ offset: (String.Index) -> Int
    ) throws(Problem) {
        guard let close = text.firstRange(of: "}}".unicodeScalars) else { return }
        throw Problem(offset: offset(close.lowerBound), message: "'}}' closes nothing")
    }

    private static func part(_ word: String, at offset: Int) throws(Problem) -> Part {
        guard !word.isEmpty else { throw Problem(offset: offset, message: "nothing stands between '{{' and '}}'") }
        if let placeholder = Placeholder(rawValue: word) { return .value(placeholder) }
        if word.hasPrefix("label."), word.count > 6 { return .label(String(word.dropFirst(6))) }
        throw Problem(offset: offset, message: "'\(word)' is no placeholder", unknown: word)
    }

    public func text(for notification: Notification) -> String {
        parts.map { part in
            switch part {
            case .words(let words): words
            case .value(let placeholder): placeholder.value(in: notification)
            case .label(let name): notification.labels.first { $0.name == name }?.value ?? ""
            }
        }.joined()
    }
}

public import Engine

/// A small YAML file of another kind than configuration, read by the same machinery: a flat mapping, or a list of them, with
/// places, so that whoever reads it can say where something is wrong.
public struct Document {
    public indirect enum Value {
        case text(String)
        case list([Node])
        case mapping([(key: String, place: Place, value: Node)])
    }

    public struct Node {
        public var value: Value
        public var place: Place
    }

    public let root: Node?
    private let findings: Findings

    public init(name: String, text: String) {
        findings = Findings(SourceText(name: name, text: text))
        root = YAMLReader.read(findings).map(Document.node)
    }

    /// What was wrong so far, in the order of the text.
    public var diagnostics: [Diagnostic] { findings.sorted }

    public func refuse(_ place: Place, _ message: String, _ suggestion: String? = nil) {
        findings.error(place, message, suggestion)
    }

    private static func node(_ value: YAMLValue) -> Node {
        switch value.content {
        case .scalar(let text, _): Node(value: .text(text), place: value.place)
        case .sequence(let items): Node(value: .list(items.map(node)), place: value.place)
        case .mapping(let entries):
            Node(value: .mapping(entries.map { ($0.key, $0.keyPlace, node($0.value)) }), place: value.place)
        }
    }
}

extension ArgumentSyntax {
    /// `3 per 24h`, or `none`.
    public static func budget(_ text: String) throws(Problem) -> Budget? {
        try explained { () throws(SyntaxProblem) in try BudgetSyntax.parse(text) }
    }
}

/// Collects the diagnostics of one file while it is read, so that all of them are told at once.
///
/// A class, because every reader of a part of the file reports into the same list.
final class Findings {
    let source: SourceText
    /// Of the file: where its relative paths begin.
    let directory: String
    private(set) var diagnostics: [Diagnostic] = []
    /// A file that is wrong throughout is not told about line by line.
    private static let most = 100
    /// Lines that are never quoted.
    private var hidden: Set<Int> = []

    init(_ source: SourceText, directory: String = "") {
        self.source = source
        self.directory = directory
    }

    /// Beyond the most that are kept; errors among them are errors still.
    private var omitted: [Diagnostic.Severity: Int] = [:]

    var hasErrors: Bool {
        omitted[.error] != nil || diagnostics.contains { $0.severity == .error }
    }

    /// Keeps lines that may hold a secret out of every diagnostic of the file.
    func hide(from first: Int, to last: Int) {
        hidden.formUnion(first...max(first, last))
    }

    func error(_ place: Place, _ message: String, _ suggestion: String? = nil) {
        report(.error, place, message, suggestion)
    }

    /// For a part that gave no value: an error, unless one was told. Without it a part could go missing in silence.
    func refuseUnlessRefused(_ place: Place, _ what: String) {
        if !hasErrors { error(place, "\(what) could not be understood") }
    }

    func warning(_ place: Place, _ message: String, _ suggestion: String? = nil) {
        report(.warning, place, message, suggestion)
    }

    private func report(
        _ severity: Diagnostic.Severity,
        _ place: Place,
        _ message: String,
        _ suggestion: String?
    ) {
        guard diagnostics.count < Findings.most else {
            omitted[severity, default: 0] += 1
            return
        }
        diagnostics.append(
            Diagnostic(
                file: source.name,
                place: place,
                severity: severity,
                message: message,
                suggestion: suggestion
            )
        )
    }

    /// In the order of the text, each with its source line.
    var sorted: [Diagnostic] {
        diagnostics.enumerated()
            .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map { withSource($0.element) } + [.error, .warning].compactMap(omission)
    }

    private func omission(_ severity: Diagnostic.Severity) -> Diagnostic? {
        omitted[severity].map { count in
            let place = Place(line: max(1, source.lineCount), column: 1)
            let message = "\(count) more of this kind in the file are not shown"
            return Diagnostic(file: source.name, place: place, severity: severity, message: message)
        }
    }

    private func withSource(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !hidden.contains(diagnostic.line) else { return diagnostic }
        var shown = diagnostic
        shown.sourceLine = String(source.line(diagnostic.line))
        return shown
    }
}

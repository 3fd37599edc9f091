/// One thing that is wrong, or odd, in a configuration: where, what, and what to do about it.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable {
        /// Nothing is loaded.
        case error
        /// It is loaded, but probably not what was meant.
        case warning
    }

    /// As it was named when it was opened.
    public var file: String
    public var place: Place
    public var severity: Severity
    /// What is wrong, without a full stop. Never quotes what could be a secret.
    public var message: String
    /// The remedy: `did you mean 'interval'?`; nil where the message says it all.
    public var suggestion: String?
    /// The line the place is in, shown with a caret below; nil where there is none, or where it may hold a secret.
    public var sourceLine: String?

    public init(
        file: String,
        place: Place,
        severity: Severity,
        message: String,
        suggestion: String? = nil,
        sourceLine: String? = nil
    ) {
        self.file = file
        self.place = place
        self.severity = severity
        self.message = message
        self.suggestion = suggestion
        self.sourceLine = sourceLine
    }

    public var line: Int { place.line }
    public var column: Int { place.column }

    /// On one line: `defib.yml:12:7: error: unknown key 'intervall' in …; did you mean 'interval'?`
    public var summary: String {
        let remedy = suggestion.map { "; \($0)" } ?? ""
        return "\(file):\(line):\(column): \(severity.rawValue): \(message)\(remedy)"
    }
}

/// Diagnostics as an error that can be thrown and returned.
struct DiagnosticList: Error {
    var diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}

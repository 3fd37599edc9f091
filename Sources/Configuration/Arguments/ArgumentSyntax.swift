public import Engine

/// The configuration's own syntaxes, for arguments on a command line: what is learnt in one place holds in the other.
public enum ArgumentSyntax {
    /// Why a text is not understood, with the remedy: completes a sentence that names the argument.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String

        init(_ problem: SyntaxProblem) {
            description = problem.message + (problem.suggestion.map { "; \($0)" } ?? "")
        }
    }

    /// `250ms`, `1m30s`.
    public static func duration(_ text: String) throws(Problem) -> TimeSpan {
        try explained { () throws(SyntaxProblem) in try DurationSyntax.parse(text) }
    }

    /// What a URL asks for: `https://…`, `tcp://host:port`, `tls://host:port`, `icmp://host`; a host alone is pinged.
    public static func check(_ text: String) throws(Problem) -> Check {
        try explained { () throws(SyntaxProblem) in
            guard text.contains("://") else { return .icmp(ICMPCheck(host: try HostSyntax.parse(text))) }
            let check = try ReferenceReader.check(text)
            guard case .http(var http) = check else { return check }
            http.expectedStatus = [200...299]
            return .http(http)
        }
    }

    static func explained<Value>(_ body: () throws(SyntaxProblem) -> Value) throws(Problem) -> Value {
        do throws(SyntaxProblem) {
            return try body()
        } catch {
            throw Problem(error)
        }
    }
}

import ArgumentParser
import Configuration
import Engine

/// Lengths of time as arguments, written as in the configuration: `500ms`, `1m30s`.
enum Span {
    static func parse(_ argument: String) throws -> TimeSpan {
        do throws(ArgumentSyntax.Problem) {
            return try ArgumentSyntax.duration(argument)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

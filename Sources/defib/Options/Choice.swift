import ArgumentParser
import Configuration
import Engine
import Logging

/// One of a few words, as an argument.
enum Choice {
    static func gate(_ word: String) throws -> Gate {
        try parse(word, "gate")
    }

    static func logLevel(_ word: String) throws -> Logger.Level {
        try parse(word, "log level")
    }

    private static func parse<Value: RawRepresentable & CaseIterable>(
        _ word: String,
        _ what: String
    ) throws -> Value where Value.RawValue == String {
        if let value = Value(rawValue: word) { return value }
        let words = Value.allCases.map(\.rawValue)
        let remedy = Suggestion.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
        throw ValidationError("'\(word)' is no \(what); \(remedy ?? "there are: \(words.joined(separator: ", "))")")
    }
}

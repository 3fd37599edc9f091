import ArgumentParser
import Configuration

/// Finds a subcommand that does not exist, before the parser calls it an unexpected argument.
enum Misspelling {
    static func find(in arguments: [String]) -> Trouble? {
        find(in: arguments[...], below: Defib.self, path: "defib")
    }

    private static func find(
        in arguments: ArraySlice<String>,
        below command: any ParsableCommand.Type,
        path: String
    ) -> Trouble? {
        guard let word = arguments.first, !word.hasPrefix("-"), !command.configuration.subcommands.isEmpty else {
            return nil
        }
        let commands = command.configuration.subcommands
        if let next = commands.first(where: { $0._commandName == word }) {
            return find(in: arguments.dropFirst(), below: next, path: "\(path) \(word)")
        }
        let names = commands.map { $0._commandName }
        guard word != "help" else { return nil }
        let nearest = Suggestion.nearest(to: word, among: names).map { "did you mean '\(path) \($0)'?" }
        return Trouble("there is no '\(path) \(word)'; \(nearest ?? "see '\(path) --help' for what there is")")
    }
}

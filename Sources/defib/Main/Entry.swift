import ArgumentParser
import Configuration
import Glibc

/// Runs one command and gives the shell its status.
@main
enum Entry {
    static func main() async {
        // A peer that goes away is an error of one transfer, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        if let trouble = Misspelling.find(in: arguments) {
            Console.errors.write(trouble.text)
            return ExitStatus.misuse
        }
        do {
            var command = try Defib.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.fine
        } catch {
            return tell(error)
        }
    }

    private static func tell(_ error: any Error) -> Int32 {
        if let trouble = error as? Trouble {
            Console.errors.write(trouble.text)
            return trouble.status
        }
        if let code = error as? ExitCode { return code.rawValue }
        switch Defib.exitCode(for: error) {
        case .success:
            Console.output.write(Defib.fullMessage(for: error) + "\n")
            return ExitStatus.fine
        case .validationFailure:
            Console.errors.write(misuse(error))
            return ExitStatus.misuse
        default:
            Console.errors.write(Trouble("\(Defib.message(for: error))").text)
            return ExitStatus.finding
        }
    }

    /// The parser's own words, in one line, with where to read on.
    private static func misuse(_ error: any Error) -> String {
        let words = Defib.message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        let stop = words.hasSuffix("?") || words.hasSuffix(".") ? "" : ";"
        return Trouble("\(words)\(stop) see '\(helpCommand(for: error))'").text
    }

    /// `defib vps show --help`, from the usage that the parser would have printed.
    private static func helpCommand(for error: any Error) -> String {
        let lines = Defib.fullMessage(for: error).split(separator: "\n")
        let hint = lines.last { $0.contains("See '") }.flatMap { $0.split(separator: "'").dropFirst().first }
        return hint.map(String.init) ?? "defib --help"
    }
}

import ArgumentParser
import Configuration
import Engine
import Web

struct Silence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Have nothing done about some targets for a while: somebody is at work on them.",
        discussion: """
            Probing, deciding, recording and telling go on; no power action is sent, and what is silenced makes no storm.

            Examples:
              defib silence add web-1 --for 2h --reason "new kernel"
              defib silence list
              defib silence end 3
            """,
        subcommands: [Add.self, List.self, End.self]
    )
}

extension Silence {
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Silence targets, by name or by label.",
            discussion: """
                A target must have all the labels, and any of the names where there are some.

                Examples:
                  defib silence add web-1 web-2 --for 2h --reason "new kernel"
                  defib silence add role=db --for 30m --reason "switching over"
                """
        )

        @Argument(help: ArgumentHelp("Names of targets, and labels as name=value.", valueName: "match"))
        var match: [String]
        @Option(name: .customLong("for"), help: ArgumentHelp("How long: 90s, 30m, 2h.", valueName: "time"))
        var length: String
        @Option(help: "Why: it is journalled, and shown to everybody who wonders.")
        var reason: String
        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        func validate() throws {
            guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason is empty.") }
            _ = try span()
        }

        func run() throws {
            let request = SilenceRequest(match: parsedMatch, length: try span(), by: Operator.name, reason: reason)
            let made = try daemon.door().ask { client throws(ControlError) in try client.silence(request) }
            if output.json { return try JSONOutput.print(made) }
            Console.output.line(
                Styled("Silenced", .strong) + Styled(": \(made.matchInWords) until \(made.until) (silence \(made.id)).")
            )
        }

        private func span() throws -> TimeSpan {
            do throws(LengthOfTime.Problem) {
                return try LengthOfTime.parse(length)
            } catch {
                throw ValidationError("--for: \(error)")
            }
        }

        private var parsedMatch: Rule.Match {
            var found = Rule.Match()
            for word in match {
                let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if sides.count == 2 {
                    found.labels.append(Label(String(sides[0]), String(sides[1])))
                } else {
                    found.names.append(word)
                }
            }
            return found
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the silences in force.",
            discussion: """
                Examples:
                  defib silence list
                  defib silence list --json | jq '.silences[].id'
                """
        )

        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        private struct Answer: Encodable {
            var silences: [SilenceView]
        }

        func run() throws {
            let silences = try daemon.door().ask { client throws(ControlError) in try client.silences() }
            if output.json { return try JSONOutput.print(Answer(silences: silences)) }
            guard !silences.isEmpty else { return Console.output.line("Nothing is silenced.") }
            var table = Table("ID", "TARGETS", "UNTIL", "BY", "REASON")
            for silence in silences {
                table.row(
                    Styled("\(silence.id)"),
                    Styled(silence.matchInWords, .strong),
                    Styled(silence.until),
                    Styled(silence.by),
                    Styled(silence.reason)
                )
            }
            table.print(to: .output)
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "End a silence before its time.",
            discussion: """
                Examples:
                  defib silence end 3
                  defib silence end 3 --json
                """
        )

        @Argument(help: "The silence's number, as 'defib silence list' shows it.")
        var silence: Int64
        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        func run() throws {
            let request = EndSilenceRequest(silence: silence, by: Operator.name)
            let ended = try daemon.door().ask { client throws(ControlError) in try client.endSilence(request) }
            if output.json { return try JSONOutput.print(ended) }
            Console.output.line(
                Styled("Ended", .strong)
                    + Styled(": silence \(ended.id) of \(ended.matchInWords). Defib may act again.")
            )
        }
    }
}

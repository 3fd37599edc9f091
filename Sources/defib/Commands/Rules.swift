import ArgumentParser
import Engine
import Web

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Show what each rule is worth so far, and say what you think of it.",
        discussion: """
            A rule in observe mode earns its arming: by the incidents it calls, how many of them end by themselves before its \
            ladder would have acted, and what people say of them. A rule that shocked a living guest is disarmed, whatever its \
            mode says, until its wording changes or somebody trusts it again.

            Examples:
              defib rules
              defib rules judge 12 wrong
              defib rules trust web-hung --reason "the probe was at fault"
            """,
        subcommands: [Scores.self, Judge.self, Trust.self],
        defaultSubcommand: Scores.self
    )
}

extension Rules {
    struct Scores: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show each rule's mode and score.",
            discussion: """
                Examples:
                  defib rules
                  defib rules list --json | jq '.rules[].score'
                """
        )

        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        private struct Answer: Encodable {
            var rules: [RuleView]
        }

        func run() throws {
            let rules = try daemon.door().ask { client throws(ControlError) in try client.rules() }
            if output.json { return try JSONOutput.print(Answer(rules: rules)) }
            guard !rules.isEmpty else { return Console.output.line("There are no rules.") }
            var table = Table("RULE", "MODE", "CALLED", "IN TIME", "LATER", "RIGHT", "WRONG", "ACTIONS", "CURED BY")
            for rule in rules { Scores.add(rule, to: &table) }
            table.print(to: .output)
            for rule in rules { Scores.explain(rule) }
            Console.output.line()
            Console.output.paragraph(
                Styled(
                    "IN TIME: ended by themselves before the ladder would have acted; LATER: by themselves after it.",
                    .faint
                )
            )
        }

        private static func add(_ rule: RuleView, to table: inout Table) {
            let score = rule.score
            table.row(
                Styled(rule.name, .strong),
                rule.distrust == nil ? Styled(rule.mode) : Styled("disarmed", .bad),
                Styled("\(score.called)"),
                Styled("\(score.resolvedInGrace)"),
                Styled("\(score.resolvedLater)"),
                Styled("\(score.judgedRight)"),
                Styled("\(score.judgedWrong)", score.judgedWrong > 0 ? .bad : .plain),
                Styled("\(score.actions)"),
                Styled(score.cures.map { "\($0.action) \($0.count)" }.joined(separator: ", "))
            )
        }

        private static func explain(_ rule: RuleView) {
            guard let distrust = rule.distrust else { return }
            Console.output.paragraph(
                Styled("! \(rule.name) is disarmed since \(distrust.at): ", .bad) + Styled(distrust.reason)
            )
        }
    }

    struct Judge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "judge",
            abstract: "Say whether a rule was right to call an incident.",
            discussion: """
                It counts in the rule's score. Where power was used and the guest was not down, the rule is disarmed.

                Examples:
                  defib rules judge 12 right
                  defib rules judge 12 wrong
                """
        )

        enum Verdict: String, ExpressibleByArgument, CaseIterable {
            case right, wrong
        }

        @Argument(help: "The incident's number, as 'defib status' shows it.")
        var incident: Int64
        @Argument(help: "right or wrong.")
        var verdict: Verdict
        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        func run() throws {
            let request = JudgeRequest(incident: incident, wasRight: verdict == .right, by: Operator.name)
            let judged = try daemon.door().ask { client throws(ControlError) in try client.judge(request) }
            if output.json { return try JSONOutput.print(judged) }
            Console.output.line(
                Styled("Noted", .strong)
                    + Styled(": rule \(judged.rule) was \(verdict.rawValue) to call incident \(judged.id).")
            )
        }
    }

    struct Trust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trust",
            abstract: "Trust a rule again that was disarmed.",
            discussion: """
                Examples:
                  defib rules trust web-hung --reason "the probe was at fault, and is corrected"
                  defib rules trust web-hung --reason drill --json
                """
        )

        @Argument(help: "The rule's name.")
        var rule: String
        @Option(help: "Why: it is journalled.")
        var reason: String
        @OptionGroup var daemon: DaemonOption
        @OptionGroup var output: OutputOption

        func validate() throws {
            guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason is empty.") }
        }

        func run() throws {
            let request = TrustRequest(rule: rule, by: Operator.name, reason: reason)
            let trusted = try daemon.door().ask { client throws(ControlError) in try client.trust(request) }
            if output.json { return try JSONOutput.print(trusted) }
            Console.output.line(
                Styled("Trusted", .strong) + Styled(": rule \(trusted.name) may act again. \(trusted.score).")
            )
        }
    }
}

import ArgumentParser
import Web

struct Unlatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlatch",
        abstract: "Let Defib act again after storms have latched it.",
        discussion: """
            Too many targets down at once is more often the network, the provider or Defib itself than that many guests. When \
            it happens again and again, Defib sends nothing more until a person has looked and says so.

            Examples:
              defib unlatch --reason "the uplink was replaced"
              defib unlatch --reason "provider's outage is over" --json
            """
    )

    @Option(help: "Why: it is journalled, and shown to everybody who wonders.")
    var reason: String
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason is empty.") }
    }

    func run() throws {
        let request = UnlatchRequest(by: Operator.name, reason: reason)
        let status = try daemon.door().ask { client throws(ControlError) in try client.unlatch(request) }
        if output.json { return try JSONOutput.print(status) }
        Console.output.line(Styled("Unlatched", .strong) + Styled(": Defib may act again."))
    }
}

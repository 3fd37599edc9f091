import ArgumentParser
import Web

struct Ack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an incident: nobody is reminded of it any more.",
        discussion: """
            It stays open, and its end is told as ever. What Defib does about it does not change: 'defib pause' and 'defib \
            silence' do that.

            Examples:
              defib ack 12
              defib ack 12 --note "on it, disk is full"
            """
    )

    @Argument(help: "The incident's number, as 'defib status' shows it.")
    var incident: Int64
    @Option(help: "For whoever reads the incident later.")
    var note = ""
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func run() throws {
        let request = AcknowledgeRequest(incident: incident, by: Operator.name, note: note)
        let known = try daemon.door().ask { client throws(ControlError) in try client.acknowledge(request) }
        if output.json {
            try JSONOutput.print(known)
        } else {
            Console.output.line(
                Styled("Acknowledged", .strong) + Styled(": incident \(known.id) of \(known.target.name).")
            )
        }
    }
}

import ArgumentParser
import Web

struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close an incident by hand: Defib forgets it and watches anew.",
        discussion: """
            For what was repaired in another way, or was no incident. Everybody who was told of it is told that it is over. A \
            target that is still down opens a new one.

            Examples:
              defib close 12
              defib close 12 --json
            """
    )

    @Argument(help: "The incident's number, as 'defib status' shows it.")
    var incident: Int64
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func run() throws {
        let request = CloseRequest(incident: incident, by: Operator.name)
        let closed = try daemon.door().ask { client throws(ControlError) in try client.close(request) }
        if output.json {
            try JSONOutput.print(closed)
        } else {
            Console.output.line(Styled("Closed", .strong) + Styled(": incident \(closed.id) of \(closed.target.name)."))
        }
    }
}

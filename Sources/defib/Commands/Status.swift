import ArgumentParser
import Web

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the running daemon sees, and what it is doing about it.",
        discussion: """
            Of a large fleet, the targets that most need a person are listed, and the rest is counted.
            Exit status 1: something is down, or Defib itself is not well.

            Examples:
              defib status
              defib status --all                every target, in the order of the configuration
              defib status --watch              again every two seconds, until Ctrl-C
              defib status --json | jq -r '.targets[] | select(.state != "up") | .name'
            """
    )

    /// What a screen or two hold.
    private static let mostTargets = 50

    @Flag(help: "Show it again and again, until Ctrl-C.")
    var watch = false
    @Flag(help: "List all targets, however many there are.")
    var all = false
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let door = try daemon.door(timeout: 5_000)
        while true {
            let picture = try StatusPicture(door, most: all || output.json ? nil : Status.mostTargets)
            if watch { Console.output.clear() }
            if output.json {
                try JSONOutput.print(picture)
            } else {
                StatusPage(picture: picture).print(to: .output)
            }
            guard watch else {
                if picture.hasFindings { throw ExitStatus.found }
                return
            }
            try await Task.sleep(for: .seconds(2))
        }
    }
}

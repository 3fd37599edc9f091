import ArgumentParser
import Web

struct Pause: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hands off: no power action anywhere, until 'defib resume'.",
        discussion: """
            Probing, deciding, recording and telling go on. Where no daemon runs, a file says it to the next one.

            Examples:
              defib pause --reason "moving the rack, back at 14:00"
              defib pause --reason drill --data-dir /var/lib/defib
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
        let directory = try daemon.find().directory
        let request = PauseRequest(by: Operator.name, reason: reason)
        let door = DaemonDoor(dataDirectory: directory)
        let status = try door.askIfOpen { client throws(ControlError) in try client.pause(request) }
        if status != nil {
            return try PauseAnswer(isPaused: true, isDaemonRunning: true)
                .print("Paused", "Defib sends no power action until 'defib resume'.", output)
        }
        let file = PauseFile(directory: directory)
        try file.write("\(request.by): \(reason)")
        try PauseAnswer(isPaused: true, isDaemonRunning: false)
            .print("Paused", "by \(file.path): no daemon runs there, and the next one will heed the file.", output)
    }
}

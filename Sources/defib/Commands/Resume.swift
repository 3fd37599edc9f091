import ArgumentParser
import Engine
import Journal
import Web

struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a pause.",
        discussion: """
            Removes the file PAUSED, and lifts a pause that was asked of the running daemon.

            Examples:
              defib resume
              defib resume --data-dir /var/lib/defib
            """
    )

    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func run() throws {
        let directory = try daemon.find().directory
        let hadFile = try PauseFile(directory: directory).remove()
        let request = ResumeRequest(by: Operator.name)
        let door = DaemonDoor(dataDirectory: directory)
        let status = try door.askIfOpen { client throws(ControlError) in try client.resume(request) }
        if status != nil {
            return try PauseAnswer(isPaused: false, isDaemonRunning: true)
                .print("Resumed", "Defib may act again.", output)
        }
        if try lastPause(in: directory) {
            throw Trouble(
                "no daemon runs there, and the pause in its journal stays: start it with 'defib run', then resume again"
            )
        }
        let words = hadFile ? "the file PAUSED is gone; no daemon runs there." : "nothing was paused."
        try PauseAnswer(isPaused: false, isDaemonRunning: false).print("Resumed", words, output)
    }

    /// Whether a daemon that is gone was paused through its socket.
    private func lastPause(in directory: String) throws(Trouble) -> Bool {
        do throws(JournalError) {
            return try JournalReader(directory: directory).pauses(limit: 1).last?.isPaused ?? false
        } catch .missing {
            return false
        } catch {
            throw Trouble("\(error)")
        }
    }
}

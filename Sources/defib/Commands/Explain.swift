import ArgumentParser

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the story of an incident: what was seen, decided, done and refused, and why.",
        discussion: """
            Essentials first, then the timeline with every gate and the numbers it stood on. Reads the journal, whether or \
            not the daemon runs. A target stands for its latest incident. All times are UTC.

            Examples:
              defib explain web-1                the latest incident of a target
              defib explain 12                   incident 12
              defib explain web-1 --brief        the essentials alone
              defib explain 12 --data-dir /var/lib/defib
              defib explain 12 --json | jq '.decisions[].summary'
            """
    )

    @Argument(help: ArgumentHelp("An incident's number, or a target's name or id.", valueName: "incident|target"))
    var subject: String
    @Flag(help: "Leave the timeline out.")
    var brief = false
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func run() throws {
        let (directory, configuration) = try daemon.find()
        let shelf = try StoryShelf(directory: directory, configuration)
        guard let story = try shelf.story(of: subject) else {
            let history = try shelf.history(of: subject)
            return output.json ? try JSONOutput.print(HistoryView(history)) : history.print(to: .output)
        }
        if output.json {
            try JSONOutput.print(StoryView(story))
        } else {
            StoryPage(story: story, isBrief: brief).print(to: .output)
        }
    }
}

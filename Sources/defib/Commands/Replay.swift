import ArgumentParser
import Configuration
import Daemon
import Engine
import Journal

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play recorded history again: to prove it, or to see what other rules would have done.",
        discussion: """
            Without more, every recorded event goes through the engine again, and each decision, action and notification must \
            come out as the journal has it. With --rules or --with, it shows what would have been done instead, beside what \
            was. What was asked only in that other history is answered by what was recorded nearest in time ('assumed'); \
            after the first action that one history has and the other has not, the rest of that target's is a guess ('~').

            Exit status 1: something came out otherwise, or nothing could be played.

            Examples:
              defib replay                               prove the whole journal
              defib replay --rules new/*.yml             these rules in place of the configuration's
              defib replay --with new.yml --since 2026-04-01T00:00:00Z
              defib replay --data-dir /var/lib/defib --json | jq .difference
            """
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Rule files to try in place of those in force.", valueName: "file")
    )
    var rules: [String] = []
    @Option(help: ArgumentHelp("A whole configuration to try.", valueName: "path"))
    var with: String?
    @Option(help: ArgumentHelp("From when on, RFC 3339 (default: all that is kept).", valueName: "time"))
    var since: String?
    @Option(help: ArgumentHelp("Until when, RFC 3339 (default: the end).", valueName: "time"))
    var until: String?
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        guard rules.isEmpty || with == nil else { throw ValidationError("--rules and --with exclude each other.") }
        for time in [since, until].compactMap(\.self) where Timestamp(rfc3339: time) == nil {
            throw ValidationError("'\(time)' is no time such as 2026-04-27T12:34:56Z.")
        }
    }

    func run() throws {
        let reader = try Shelf.open(try daemon.find().directory)
        let (from, to) = (since.flatMap(Timestamp.init(rfc3339:)), until.flatMap(Timestamp.init(rfc3339:)))
        if let change = try change() {
            let outcome = try Shelf.reading { () throws(JournalError) in
                try WhatIf.run(reader, change, since: from, until: to)
            }
            try tell(outcome)
        } else {
            let outcome = try Shelf.reading { () throws(JournalError) in
                try ExactReplay.run(reader, version: Version.current, since: from, until: to)
            }
            try tell(outcome)
        }
    }

    private func change() throws(Trouble) -> WhatIfChange? {
        if let with { return .policy(try load(with, ruleFiles: nil).policy) }
        guard !rules.isEmpty else { return nil }
        let path = try daemon.configuration.requiredPath()
        return .rules(try load(path, ruleFiles: rules.map(WorkingDirectory.absolute)).policy.rules)
    }

    private func load(_ path: String, ruleFiles: [String]?) throws(Trouble) -> LoadedConfiguration {
        switch ConfigurationLoader.load(path: path, ruleFiles: ruleFiles) {
        case .loaded(let loaded): return loaded
        case .refused(let diagnostics): throw Trouble(diagnostics)
        }
    }

    private func tell(_ outcome: ExactReplay.Outcome) throws {
        if output.json {
            try JSONOutput.print(ReproductionView(outcome))
        } else {
            ReproductionPage(outcome: outcome).print(to: .output)
        }
        guard outcome.isFine else { throw ExitStatus.found }
    }

    private func tell(_ outcome: WhatIf.Outcome) throws {
        let comparison = Comparison(outcome)
        let balance = Balance(outcome)
        if output.json {
            try JSONOutput.print(WhatIfView(outcome, comparison, balance))
        } else {
            WhatIfPage(outcome: outcome, comparison: comparison, balance: balance).print(to: .output)
        }
        guard outcome.from != nil else { throw ExitStatus.found }
    }
}

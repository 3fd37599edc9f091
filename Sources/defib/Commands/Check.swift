import ArgumentParser
import Configuration
import Engine

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration, and say what it would do.",
        discussion: """
            Reads the configuration and every rule file it names, and reports everything that is wrong in them at once, with \
            file, line and column. Then it says of each target which rules are for it, who would be told, and whether it \
            could ever be acted on. Exit status 1: there are errors (warnings alone are fine).

            With --online it also asks the provider's API about each target, and says which of the provider's gates would \
            pass today and which setting is missing where the API leaves things out. Where the configuration discovers VPSs, \
            it shows which ones, with the labels, probes, rules and mode that each would get. It sends no power action.

            Examples:
              defib check
              defib check --config /etc/defib/defib.yml
              defib check --online
              defib check --json | jq '.targets[] | select(.neverActedOn != [])'
            """
    )

    @OptionGroup var configuration: ConfigurationOption
    @Flag(help: "Ask the provider's API about each target, too.")
    var online = false
    @OptionGroup var output: OutputOption

    func run() async throws {
        let path = try configuration.requiredPath()
        let outcome = ConfigurationLoader.load(path: path)
        switch outcome {
        case .refused(let diagnostics):
            guard output.json else { throw Trouble(diagnostics) }
            try JSONOutput.print(CheckView(path: path, diagnostics: diagnostics))
            throw ExitStatus.found
        case .loaded(let configuration):
            try await report(configuration, path: path)
        }
    }

    private func report(_ configuration: LoadedConfiguration, path: String) async throws {
        let prospects = Prospect.all(configuration.policy)
        if !output.json {
            Console.errors.write(configuration.warnings.rendered)
            CheckPage(configuration: configuration, path: path, prospects: prospects).print(to: .output)
            RuleScores(configuration).print(to: .output)
        }
        let findings = online ? try await OnlineCheck.run(configuration) : nil
        if output.json {
            try JSONOutput.print(CheckView(path: path, configuration, prospects, findings))
        } else {
            findings?.print(to: .output)
        }
        if findings?.hasFindings ?? false { throw ExitStatus.found }
    }
}

import ArgumentParser
import Configuration
import Daemon
import Engine
import Transfer

struct Notify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Try the receivers of notifications.",
        discussion: """
            Examples:
              defib notify test
              defib notify test oncall chat
            """,
        subcommands: [Test.self]
    )
}

extension Notify {
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send a test through receivers: one that fires, then one that is resolved.",
            discussion: """
                Sends from here, whether Defib runs or not, and says of each receiver what became of it and how long it \
                took. The messages say that they are a test; a pager rings all the same. What a template makes of them is \
                seen too. Exit status 1: one of them was not delivered.

                Examples:
                  defib notify test
                  defib notify test oncall chat
                  defib notify test --config ./defib.yml --json | jq '.receivers[] | select(.delivered | not)'
                """
        )

        @Argument(help: ArgumentHelp("Names of receivers; without any, all of them.", valueName: "receiver"))
        var names: [String] = []
        @OptionGroup var configuration: ConfigurationOption
        @OptionGroup var output: OutputOption

        func run() async throws {
            let loaded = try configuration.load()
            let chosen = try Test.chosen(names, of: loaded.receivers)
            let assembly = ReceiverAssembly(transport: try TransferLoop(), externalURL: "http://\(loaded.listen)")
            let bench = NotifyBench(assembly: assembly, by: Operator.name)
            var results: [NotifyResult] = []
            for settings in chosen {
                let result = await bench.test(settings)
                results.append(result)
                if !output.json {
                    Console.output.line(NotifyPage.line(result, width: chosen.map(\.name.count).max() ?? 0))
                }
            }
            if output.json { try JSONOutput.print(NotifyView(receivers: results)) }
            if !results.allSatisfy(\.delivered) { throw ExitStatus.found }
        }

        private static func chosen(_ names: [String], of all: [ReceiverSettings]) throws(Trouble) -> [ReceiverSettings]
        {
            guard !all.isEmpty else {
                throw Trouble("the configuration has no receivers; add some under 'receivers'")
            }
            for name in names where !all.contains(where: { $0.name == name }) {
                let known = all.map(\.name)
                let remedy = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
                throw Trouble(
                    "there is no receiver '\(name)'; " + (remedy ?? "there are \(known.joined(separator: ", "))")
                )
            }
            return names.isEmpty ? all : all.filter { names.contains($0.name) }
        }
    }
}

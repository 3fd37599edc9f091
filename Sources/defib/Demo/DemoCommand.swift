import ArgumentParser
import Engine

/// `defib demo`: the whole story on this machine, in about a minute, ending by itself.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows the main job on a sandbox of this machine: a guest hangs and is brought back.",
        discussion: """
            Starts guests in a network namespace of their own behind a stand-in for the provider's API, a real \
            'defib run' that watches them, and lets them hang. Exits 0 only if the story came true.

              defib demo                  four light guests: one hangs softly, one for good
              defib demo --guests qemu    a real Linux guest in QEMU panics
              defib demo --with prometheus    told to a real Prometheus and Alertmanager too, with consoles to look at
              defib demo --keep           leaves everything running afterwards, to look around
              defib demo --folder ./demo  keeps its configuration and journal, for 'defib replay --config ./demo/defib.yml'
            """
    )

    @Option(help: ArgumentHelp("Which guests: light or qemu.", valueName: "kind"))
    var guests: DemoPlot.Kind = .light

    @Option(help: ArgumentHelp("The port the watching Defib serves on; 0 takes any that is free.", valueName: "port"))
    var port = 9753

    @Option(help: ArgumentHelp("Keep configuration, rules and journal in this new folder.", valueName: "path"))
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "A real neighbour to tell the story to: prometheus, and an Alertmanager with it.",
            valueName: "name"
        )
    )
    var with: Neighbours.Kind?

    @Flag(help: "Leave everything running after the story, until Ctrl-C.")
    var keep = false

    mutating func run() async throws {
        try DemoStage.becomeRootOfNamespaces()
        let plot = DemoPlot(guests)
        let stage = try DemoStage(plot, port: port, folder: folder)
        defer { stage.clear() }
        let cameTrue = try await stage.play(with: with, keep: keep)
        guard cameTrue else { throw ExitStatus.found }
    }
}

extension DemoPlot.Kind: ExpressibleByArgument {}
extension Neighbours.Kind: ExpressibleByArgument {}

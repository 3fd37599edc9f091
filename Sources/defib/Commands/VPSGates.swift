import ArgumentParser
import Configuration
import Engine
import HostUp
import Web

struct VPSGates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gates",
        abstract: "Say whether the provider would take a power action on one VPS now.",
        discussion: """
            Reads what the gates 'platform', 'maintenance' and 'capability' stand on, and holds them. The other gates need \
            the running daemon: 'defib power' asks all of them. Exit status 1: the provider would refuse.

            Examples:
              defib vps gates web-1
              defib vps gates web-1 --action reset
              defib vps gates web-1 --json | jq '.actions[].gates[] | select(.outcome == "refused")'
            """
    )

    @OptionGroup var argument: VPSArgument
    @Option(help: "restart, reset or start; may be given more than once (default: restart and reset).")
    var action: [HandAction] = []
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let configuration = try configuration.load()
        let id = try TargetNames.id(argument.vps, in: configuration)
        let target = TargetNames.target(argument.vps, in: configuration) ?? Target(id: id, name: id.text, probes: [])
        let account = try Account(configuration.provider)
        let actions = action.isEmpty ? [HandAction.restart, .reset] : action
        let preview = await GatePreview.ask(account, about: target, for: actions.map(\.power), configuration.provider)
        if output.json {
            try JSONOutput.print(VPSGatesView(id: id, preview))
        } else {
            preview.print(to: .output)
        }
        if preview.isRefused { throw ExitStatus.found }
    }
}

/// The power actions a person may ask for.
enum HandAction: String, ExpressibleByArgument, CaseIterable {
    case restart, reset, start

    var power: PowerAction {
        switch self {
        case .restart: .restart
        case .reset: .reset
        case .start: .start
        }
    }
}

struct VPSGatesView: Encodable {
    struct Action: Encodable {
        var action: String
        var gates: [GateView]
    }

    var id: String
    var actions: [Action]

    init(id: VPSID, _ preview: GatePreview) {
        self.id = id.text
        actions = preview.answers.map {
            Action(action: $0.action.rawValue, gates: $0.gates.map(GateView.init))
        }
    }
}

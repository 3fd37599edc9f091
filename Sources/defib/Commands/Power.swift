import ArgumentParser
import Engine
import Web

struct Power: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power",
        abstract: "Ask the running daemon for a power action, through the same gates as its own.",
        discussion: """
            Every gate is held and printed. One that refuses can be overridden by name, with a reason that is journalled. The \
            guest is probed first: this can take half a minute. Exit status 1: nothing was sent.

            Examples:
              defib power restart web-1
              defib power reset web-1 --override gracefulFirst --reason "restart was tried by hand"
              defib power start web-1 --yes      without asking back
            """
    )

    @Argument(help: "restart, reset or start.")
    var action: HandAction
    @OptionGroup var argument: VPSArgument
    @Option(
        name: .customLong("override"),
        help: "A gate that shall not refuse; may be given more than once.",
        transform: Choice.gate
    )
    var overrides: [Gate] = []
    @Option(help: "Why the gates named by --override shall not refuse.")
    var reason: String?
    @Flag(help: "Don't ask back.")
    var yes = false
    @OptionGroup var daemon: DaemonOption
    @OptionGroup var output: OutputOption

    func validate() throws {
        let hasReason = reason?.contains { !$0.isWhitespace } ?? false
        if !overrides.isEmpty, !hasReason { throw ValidationError("--override needs a --reason.") }
        if overrides.isEmpty, reason != nil { throw ValidationError("--reason belongs to --override.") }
    }

    func run() throws {
        // Probes, the provider's answers and its acceptance take their time.
        let door = try daemon.door(timeout: 180_000)
        let target = try find(argument.vps, door)
        guard let vps = VPSID(target.vps) else { throw Trouble("the daemon names no usable id for \(target.name)") }
        if !yes { try Consent.ask("Send a \(action.rawValue) to \(target.name) (\(vps))?") }
        let request = PowerRequest(
            action: action.power,
            vps: vps,
            by: Operator.name,
            overrides: overrides.map { GateOverride(gate: $0, reason: reason ?? "") }
        )
        let reply = try door.ask { client throws(ControlError) in try client.power(request) }
        let answer = PowerAnswer(reply: reply, target: target, action: action, gates: try gates(reply, door))
        if output.json {
            try JSONOutput.print(reply)
        } else {
            answer.print(to: .output)
        }
        if reply.outcome != .sent { throw ExitStatus.found }
    }

    private func find(_ text: String, _ door: DaemonDoor) throws(Trouble) -> TargetView {
        let targets = try door.ask { client throws(ControlError) in try client.targets() }
        if let target = targets.first(where: { $0.name == text }) ?? targets.first(where: { $0.vps == text }) {
            return target
        }
        throw TargetNames.unknown(text, among: targets.map(\.name))
    }

    /// A refusal brings its gates along; of an action that was sent, the decision has them.
    private func gates(_ reply: PowerReply, _ door: DaemonDoor) throws(Trouble) -> [GateView] {
        if let gates = reply.gates { return gates }
        guard let sent = reply.action else { return [] }
        let decisions = try door.ask { client throws(ControlError) in try client.decisions(limit: 50) }
        let decision = decisions.first { $0.verdict == "act" && $0.vps == sent.target.vps && $0.action == sent.action }
        return decision?.evidence?.gates ?? []
    }
}

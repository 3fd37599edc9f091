import Configuration
import Engine
import HostUp

/// What the provider's gates would say of one target now.
struct GatePreview: Sendable {
    struct Answer: Sendable {
        var action: PowerAction
        var gates: [GateResult]
    }

    var target: Target
    var answers: [Answer]
    var inspection: Result<Inspection, ProviderFailure>

    var isRefused: Bool { answers.contains { $0.gates.contains { $0.outcome != .passed } } }

    static func ask(
        _ account: Account,
        about target: Target,
        for actions: [PowerAction],
        _ settings: ProviderSettings
    ) async -> GatePreview {
        let inspection = await account.client.inspect(target.id, wanting: actions, within: Account.limit)
        let now = SteadyTimekeeper().now()
        let answers = actions.map { action in
            Answer(
                action: action,
                gates: ProviderGates.preview(
                    inspection: inspection,
                    target: target,
                    action: action,
                    assumeGates: settings.assumeGates,
                    assumeIdle: settings.assumeIdle,
                    now: now
                )
            )
        }
        return GatePreview(target: target, answers: answers, inspection: inspection)
    }

    /// The setting an account needs whose API never serves what a gate asks for; the answers can't tell never from now.
    func missingSettings(_ settings: ProviderSettings) -> [String] {
        guard case .success(let reading) = inspection else { return [] }
        var missing: [String] = []
        let names = Set(reading.gates.map(\.name))
        if !settings.assumeGates, answers.contains(where: { !names.contains($0.action.gateName) }) {
            missing.append("assume_gates: true")
        }
        if !settings.assumeIdle, reading.pendingTasks == .absent { missing.append("assume_idle: true") }
        return missing
    }

    func print(to console: Console, indent: Int = 0) {
        let margin = Styled(String(repeating: " ", count: indent))
        for answer in answers {
            let refused = answer.gates.contains { $0.outcome != .passed }
            let verdict = refused ? Styled("would be refused", .bad) : Styled("would be taken", .good)
            console.line(margin + Styled("\(answer.action.rawValue) ", .strong) + verdict)
            var table = Table(indent: indent + 2)
            table.rows = answer.gates.map(\.cells)
            table.print(to: console)
        }
    }
}

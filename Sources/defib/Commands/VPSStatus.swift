import ArgumentParser
import Configuration
import Engine
import HostUp

struct VPSStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show one VPS's live state.",
        discussion: """
            What the hypervisor says. A hung guest still counts as running there, and its uptime may go on through a reset: \
            'defib probe' asks the guest itself.

            Examples:
              defib vps status web-1
              defib vps status web-1 --json | jq .powerState
            """
    )

    @OptionGroup var argument: VPSArgument
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let configuration = try configuration.load()
        let id = try TargetNames.id(argument.vps, in: configuration)
        let account = try Account(configuration.provider)
        switch await account.client.status(of: id, within: Account.limit) {
        case .failure(let failure): throw Account.trouble(failure)
        case .success(let reading) where output.json: try JSONOutput.print(VPSStatusView(reading, id: id))
        case .success(let reading): print(reading, id: id)
        }
    }

    private func print(_ reading: StatusReading, id: VPSID) {
        var table = Table()
        table.row("id", Styled(reading.id ?? id.text))
        table.row("power", Styled.state(reading.powerState))
        table.row("uptime", Styled(reading.uptimeSeconds.map { TimeSpan.seconds($0).brief } ?? "not said"))
        table.row("tasks", reading.pendingTasks.styled)
        table.row("cpu", Styled(percent(reading.cpuUsagePercent)))
        table.row("memory", Styled(percent(reading.memoryUsagePercent)))
        if let requestID = reading.requestID { table.row("request", Styled(requestID, .faint)) }
        table.print(to: .output)
    }

    private func percent(_ number: Double?) -> String {
        number.map { "\(($0 * 10).rounded() / 10) %" } ?? "not said"
    }
}

extension PendingTasks {
    var styled: Styled {
        switch self {
        case .idle: Styled("none pending", .good)
        case .absent: Styled("the API does not say (see assume_idle)", .doubtful)
        case .busy(let tasks): Styled("pending: ", .doubtful) + Styled(tasks)
        }
    }

    /// `idle`, `busy`, `absent`.
    var word: String {
        switch self {
        case .idle: "idle"
        case .absent: "absent"
        case .busy: "busy"
        }
    }
}

struct VPSStatusView: Encodable {
    var id: String
    var powerState: String?
    var uptimeSeconds: Int64?
    var pendingTasks: String
    var cpuUsagePercent: Double?
    var memoryUsagePercent: Double?
    var requestId: String?

    init(_ reading: StatusReading, id: VPSID) {
        self.id = reading.id ?? id.text
        powerState = reading.powerState?.rawValue
        uptimeSeconds = reading.uptimeSeconds
        pendingTasks = reading.pendingTasks.word
        cpuUsagePercent = reading.cpuUsagePercent
        memoryUsagePercent = reading.memoryUsagePercent
        requestId = reading.requestID
    }
}

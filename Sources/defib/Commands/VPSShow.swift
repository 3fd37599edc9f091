import ArgumentParser
import Configuration
import Engine
import HostUp

struct VPSShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what the API says of one VPS.",
        discussion: """
            Examples:
              defib vps show web-1
              defib vps show vps_01hxa3b4c5d6e7f8g9h0j1k2m3
              defib vps show web-1 --json | jq -r .primaryIp
            """
    )

    @OptionGroup var argument: VPSArgument
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let configuration = try configuration.load()
        let id = try TargetNames.id(argument.vps, in: configuration)
        let account = try Account(configuration.provider)
        switch await account.client.describe(id, within: Account.limit) {
        case .failure(let failure): throw Account.trouble(failure)
        case .success(let reading) where output.json: try JSONOutput.print(VPSView(reading))
        case .success(let reading): print(reading)
        }
    }

    private func print(_ reading: VPSReading) {
        var table = Table()
        table.row("id", Styled(reading.id ?? "not said"))
        table.row("name", Styled(reading.name ?? "not said", .strong))
        table.row("address", Styled(reading.primaryIP ?? "none"))
        table.row("power", Styled.state(reading.powerState))
        table.row("service", Styled.state(reading.serviceStatus))
        table.row("system", Styled(reading.operatingSystem ?? "not said"))
        for gate in reading.gates { table.row(Styled(gate.name), gate.styled) }
        if let requestID = reading.requestID { table.row("request", Styled(requestID, .faint)) }
        table.print(to: .output)
    }
}

extension ActionGate {
    var styled: Styled {
        switch verdict {
        case .allowed: Styled("allowed", .good) + Styled(" by \(source)", .faint)
        case .denied(let reason): Styled("denied", .bad) + Styled(reason.isEmpty ? "" : ": \(reason)")
        case .undecodable(let shape): Styled("not understood, which denies: ", .doubtful) + Styled(shape)
        }
    }

    /// `true`, `false`, or nil for what was not understood (and denies).
    var isAllowed: Bool? {
        switch verdict {
        case .allowed: true
        case .denied: false
        case .undecodable: nil
        }
    }
}

struct VPSView: Encodable {
    var id: String?
    var name: String?
    var primaryIp: String?
    var powerState: String?
    var serviceStatus: String?
    var operatingSystem: String?
    var actions: [ActionGateView]
    var requestId: String?

    init(_ reading: VPSReading) {
        id = reading.id
        name = reading.name
        primaryIp = reading.primaryIP
        powerState = reading.powerState?.rawValue
        serviceStatus = reading.serviceStatus?.rawValue
        operatingSystem = reading.operatingSystem
        actions = reading.gates.map(ActionGateView.init)
        requestId = reading.requestID
    }
}

struct ActionGateView: Encodable {
    var name: String
    var source: String
    var allowed: Bool?
    var detail: String?

    init(_ gate: ActionGate) {
        name = gate.name
        source = gate.source
        allowed = gate.isAllowed
        switch gate.verdict {
        case .allowed: break
        case .denied(let reason): detail = reason
        case .undecodable(let shape): detail = shape
        }
    }
}

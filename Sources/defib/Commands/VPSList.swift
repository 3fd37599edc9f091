import ArgumentParser
import Configuration
import Engine
import HostUp

struct VPSList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the account's VPSs.",
        discussion: """
            One call serves a hundred VPSs. The ids are what 'vps:' wants in the configuration. WATCHED says what the \
            configuration makes of each: a target of its own, one that 'discovery' finds, in observe mode or armed, or none.

            Examples:
              defib vps list
              defib vps list --config /etc/defib/defib.yml
              defib vps list --json | jq -r '.vps[] | select(.powerState != "running") | .name'
            """
    )

    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var output: OutputOption

    func run() async throws {
        let configuration = try configuration.load()
        let listing = try await Account(configuration.provider).list()
        if output.json {
            try JSONOutput.print(ListingView(listing, WatchedVPSs(configuration, listing)))
        } else {
            print(listing, WatchedVPSs(configuration, listing))
        }
    }

    private func print(_ listing: Listing, _ watched: WatchedVPSs) {
        var table = Table("ID", "NAME", "ADDRESS", "POWER", "SERVICE", "WATCHED")
        for vps in listing.readings {
            table.row(
                Styled(vps.id.text),
                Styled(vps.name, .strong),
                Styled(vps.primaryIP.map(\.description) ?? "-"),
                Styled.state(vps.powerState),
                Styled.state(vps.serviceStatus),
                watched.words(vps.id)
            )
        }
        if listing.readings.isEmpty {
            Console.output.line("The account has no VPS.")
        } else {
            table.print(to: .output)
        }
        if listing.skipped > 0 {
            Console.errors.line(Styled("\(listing.skipped) entries without a usable id were left out", .doubtful))
        }
        if let why = listing.incompleteness {
            Console.errors.line(Styled("The list may be incomplete: \(why)", .doubtful))
        }
    }
}

extension Styled {
    static func state(_ state: PowerState?) -> Styled {
        switch state {
        case .running: Styled("running", .good)
        case .stopped, .error: Styled(state?.rawValue ?? "", .bad)
        case .starting, .stopping, .paused, .provisioning: Styled(state?.rawValue ?? "", .doubtful)
        case .unknown, nil: Styled("unknown", .doubtful)
        }
    }

    static func state(_ status: ServiceStatus?) -> Styled {
        guard let status else { return Styled("not said", .doubtful) }
        return Styled(status.rawValue, status == .active ? .good : .doubtful)
    }
}

struct ListingView: Encodable {
    struct VPS: Encodable {
        var id: String
        var name: String
        var primaryIp: String?
        var powerState: String?
        var serviceStatus: String?
        /// `configured` or `discovered`; absent where it is not watched.
        var origin: String?
        /// Of the target it is, or would be.
        var mode: String?
    }

    var vps: [VPS]
    /// Nil: everything is here.
    var incompleteness: String?

    init(_ listing: Listing, _ watched: WatchedVPSs) {
        incompleteness = listing.incompleteness
        vps = listing.readings.map {
            VPS(
                id: $0.id.text,
                name: $0.name,
                primaryIp: $0.primaryIP?.description,
                powerState: $0.powerState?.rawValue,
                serviceStatus: $0.serviceStatus?.rawValue,
                origin: watched[$0.id]?.origin.rawValue,
                mode: watched[$0.id]?.mode.rawValue
            )
        }
    }
}

/// What a configuration makes of the VPSs in a listing.
struct WatchedVPSs {
    private let targets: [VPSID: Target]

    init(_ configuration: LoadedConfiguration, _ listing: Listing) {
        let found = DiscoveryPreview(configuration, listing)?.targets ?? []
        targets = Dictionary(
            (configuration.policy.targets + found).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    subscript(vps: VPSID) -> Target? { targets[vps] }

    func words(_ vps: VPSID) -> Styled {
        guard let target = self[vps] else { return Styled("no", .faint) }
        return Styled(target.origin.rawValue) + Styled(", \(target.mode.rawValue)", .faint)
    }
}

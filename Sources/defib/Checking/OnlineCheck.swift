import Configuration
import Engine
import HostUp
import Probes

/// What the API, and this machine's kernel, say of a configuration today.
struct OnlineCheck: Sendable {
    /// How many VPSs the account has.
    var listed: Int
    var rateLimitRemaining: Int?
    /// Targets that the account does not have.
    var absent: [Target]
    /// One for each of the others, in the order of the configuration.
    var previews: [GatePreview]
    var missingSettings: [String]
    /// Nil where the configuration discovers nothing.
    var discovery: DiscoveryPreview?
    /// Why echo requests are not permitted here; nil: they are, or nothing asks for them.
    var echoTrouble: String?

    var hasFindings: Bool {
        !absent.isEmpty || !missingSettings.isEmpty || echoTrouble != nil || previews.contains(where: \.isRefused)
    }

    static func run(_ configuration: LoadedConfiguration) async throws -> OnlineCheck {
        let account = try Account(configuration.provider)
        let listing = try await account.list()
        let known = Set(listing.readings.map(\.id))
        var check = OnlineCheck(listed: known.count, absent: [], previews: [], missingSettings: [])
        for target in configuration.policy.targets {
            guard known.contains(target.id) else {
                check.absent.append(target)
                continue
            }
            let actions = OnlineCheck.actions(for: target, configuration.policy)
            let preview = await GatePreview.ask(account, about: target, for: actions, configuration.provider)
            let missing = preview.missingSettings(configuration.provider)
            check.missingSettings += missing.filter { !check.missingSettings.contains($0) }
            check.previews.append(preview)
        }
        check.discovery = DiscoveryPreview(configuration, listing)
        check.rateLimitRemaining = account.client.usage.rateLimitRemaining
        check.echoTrouble = try await EchoPermission.trouble(configuration.policy, account.transfers)
        return check
    }

    /// What the rules that match may send; restart and reset where none does, because a person may.
    private static func actions(for target: Target, _ policy: Policy) -> [PowerAction] {
        let rungs = policy.rules.filter { $0.match.holds(for: target) }.flatMap(\.ladder)
        let wanted = Set(rungs.compactMap(\.action.power))
        return wanted.isEmpty ? [.restart, .reset] : [.restart, .reset, .start].filter(wanted.contains)
    }
}

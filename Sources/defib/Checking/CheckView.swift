import Configuration
import Engine
import Web

/// `defib check --json`.
struct CheckView: Encodable {
    struct Finding: Encodable {
        var file: String
        var line: Int
        var column: Int
        var severity: String
        var message: String
        var suggestion: String?

        init(_ diagnostic: Diagnostic) {
            file = diagnostic.file
            line = diagnostic.line
            column = diagnostic.column
            severity = diagnostic.severity.rawValue
            message = diagnostic.message
            suggestion = diagnostic.suggestion
        }
    }

    struct TargetView: Encodable {
        var vps: String
        var name: String
        var probes: [String]
        var rules: [String]
        /// By the names of rules.
        var pages: [String: [String]]
        /// In which nothing is done about it.
        var windows: [String]
        /// Why no power action is ever sent to it; empty: one may be.
        var neverActedOn: [String]
    }

    struct OnlineView: Encodable {
        struct Target: Encodable {
            var vps: String
            var name: String
            var inAccount: Bool
            var actions: [Action]
        }

        struct Discovered: Encodable {
            var vps: String
            var name: String
            /// Why it is not watched; absent where it is.
            var reason: String?
            var mode: String?
            var labels: [String: String]
            var probes: [String]
            var rules: [String]
            /// Those that match it and name a probe it lacks.
            var idleRules: [String]
            /// What the listing says of it, before `relabel`.
            var meta: [String: String]
        }

        struct Action: Encodable {
            var action: String
            var gates: [GateView]
        }

        var listed: Int
        var rateLimitRemaining: Int?
        var targets: [Target]
        /// Absent where nothing is to be discovered.
        var discovered: [Discovered]?
        var missingSettings: [String]
        var icmpTrouble: String?
    }

    var file: String
    var isGood: Bool
    var mode: String?
    var diagnostics: [Finding]
    var targets: [TargetView]?
    var online: OnlineView?

    init(path: String, diagnostics: [Diagnostic]) {
        file = path
        isGood = false
        self.diagnostics = diagnostics.map(Finding.init)
    }

    init(path: String, _ configuration: LoadedConfiguration, _ prospects: [Prospect], _ check: OnlineCheck?) {
        file = path
        isGood = true
        mode = configuration.policy.mode.rawValue
        diagnostics = configuration.warnings.map(Finding.init)
        targets = prospects.map {
            TargetView(
                vps: $0.target.id.text,
                name: $0.target.name,
                probes: $0.target.probes.map(\.name),
                rules: $0.rules.map(\.name),
                pages: $0.pagesByRule,
                windows: $0.windows,
                neverActedOn: $0.obstacles
            )
        }
        online = check.map(OnlineView.init)
    }
}

extension CheckView.OnlineView {
    init(_ check: OnlineCheck) {
        listed = check.listed
        rateLimitRemaining = check.rateLimitRemaining
        missingSettings = check.missingSettings
        icmpTrouble = check.echoTrouble
        discovered = check.discovery?.finds.map(Discovered.init)
        targets =
            check.absent.map { Target(vps: $0.id.text, name: $0.name, inAccount: false, actions: []) }
            + check.previews.map { preview in
                Target(
                    vps: preview.target.id.text,
                    name: preview.target.name,
                    inAccount: true,
                    actions: preview.answers.map {
                        Action(action: $0.action.rawValue, gates: $0.gates.map(GateView.init))
                    }
                )
            }
    }
}

extension CheckView.OnlineView.Discovered {
    init(_ find: DiscoveryPreview.Find) {
        vps = find.vps.text
        name = find.name
        reason = find.reason
        mode = find.prospect?.target.mode.rawValue
        labels = (find.prospect?.target.labels ?? []).byName
        probes = find.prospect?.target.probes.map(\.name) ?? []
        rules = find.prospect?.rules.map(\.name) ?? []
        idleRules = find.idleRules
        meta = find.meta.byName
    }
}

extension [Label] {
    fileprivate var byName: [String: String] {
        Dictionary(map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

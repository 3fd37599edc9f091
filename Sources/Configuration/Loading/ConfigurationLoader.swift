internal import Engine

/// Reads a configuration and the rule files it names.
public enum ConfigurationLoader {
    public enum Outcome: Sendable {
        case loaded(LoadedConfiguration)
        /// Every error of every file, and the warnings with them; never empty.
        case refused([Diagnostic])
    }

    /// Reads the file at `path` and every rule file it names, and checks them against each other. `ruleFiles`, where given,
    /// takes the place of those that the configuration names.
    public static func load(
        path: String,
        ruleFiles: [String]? = nil,
        files: some FileSource = FilesOnDisk()
    ) -> Outcome {
        switch source(path, files) {
        case .failure(let list): .refused(list.diagnostics)
        case .success(let source): load(source, directory: Paths.directory(of: path), ruleFiles: ruleFiles, files)
        }
    }

    private static func load(
        _ source: SourceText,
        directory: String,
        ruleFiles: [String]?,
        _ files: some FileSource
    ) -> Outcome {
        let findings = Findings(source, directory: directory)
        guard let root = YAMLReader.read(findings), var draft = MainReader.read(root, findings, files) else {
            return .refused(findings.sorted)
        }
        if let ruleFiles { draft.rulePatterns = ruleFiles.map { ($0, .start) } }
        let ruleFiles = RuleFiles.read(draft.rulePatterns, findings, files)
        let rules = ruleFiles.files.flatMap(\.rules)
        RuleChecks.check(rules, targets: draft.targets, discovery: draft.discovery)
        LimitChecks.check(draft, rules, findings)
        WindowChecks.check(draft.windows, draft.targets, isFleetKnown: draft.discovery == nil, findings)
        RouteChecks.check(draft, rules, findings)
        Inertness.check(draft, rules: rules, findings)
        for rule in rules where rule.rule == nil {
            rule.findings.refuseUnlessRefused(rule.place, "rule '\(rule.name.excerpt)'")
        }
        if draft.provider == nil { findings.refuseUnlessRefused(.start, "'provider'") }
        let diagnostics = findings.sorted + ruleFiles.files.flatMap(\.findings.sorted) + ruleFiles.failures
        guard !diagnostics.contains(where: { $0.severity == .error }), let provider = draft.provider else {
            return .refused(diagnostics)
        }
        let sources = [source] + ruleFiles.files.map(\.findings.source)
        return .loaded(configuration(draft, provider, rules, sources, warnings: diagnostics))
    }

    private static func configuration(
        _ draft: MainDraft,
        _ provider: ProviderSettings,
        _ rules: [RuleDraft],
        _ sources: [SourceText],
        warnings: [Diagnostic]
    ) -> LoadedConfiguration {
        LoadedConfiguration(
            policy: Policy(
                mode: draft.mode,
                targets: draft.targets.map(\.target),
                discovery: draft.discovery.map { DiscoveryPolicy(retireAfter: $0.settings.retireAfter) },
                references: draft.references,
                rules: rules.compactMap(\.rule),
                limits: draft.limits,
                groups: draft.groups.map(\.limits),
                windows: draft.windows.map(\.window),
                bootGrace: draft.bootGrace,
                sweep: provider.sweep,
                assumeGates: provider.assumeGates,
                assumeIdle: provider.assumeIdle,
                routes: draft.effectiveRoutes,
                receivers: draft.receivers.map(\.policy)
            ),
            provider: provider,
            discovery: draft.discovery?.settings,
            listen: draft.listen,
            dataDirectory: draft.dataDirectory,
            receivers: draft.receivers.map(\.settings),
            heartbeat: draft.heartbeat,
            journal: draft.journal,
            ruleFiles: sources.dropFirst().map(\.name),
            sourceHash: hash(sources),
            warnings: warnings
        )
    }

    private static func hash(_ sources: [SourceText]) -> String {
        let hash = Fingerprint.of(sources.map { "\($0.name)\0\($0.text)" }.joined(separator: "\0"))
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func source(_ path: String, _ files: some FileSource) -> Result<SourceText, DiagnosticList> {
        do throws(FileFailure) {
            return SourceText.decode(try files.read(path, limit: SourceText.maximumBytes), name: path)
        } catch {
            let diagnostic = Diagnostic(
                file: path,
                place: .start,
                severity: .error,
                message: "can't read the file: \(error)",
                suggestion: error == .missing ? "'defib init' writes a first configuration" : error.remedy
            )
            return .failure(DiagnosticList([diagnostic]))
        }
    }
}

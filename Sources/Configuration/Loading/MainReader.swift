internal import Engine

/// Reads `defib.yml`.
enum MainReader {
    static func read(_ root: YAMLValue, _ findings: Findings, _ files: some FileSource) -> MainDraft? {
        guard !root.isEmpty else {
            findings.error(root.place, "the file is empty")
            return nil
        }
        guard let fields = Fields(root, .configuration, "the configuration", findings) else { return nil }
        var draft = MainDraft()
        draft.provider = ProviderReader.read(fields)
        draft.mode = fields.mode() ?? .observe
        draft.modePlace = fields.place(ofKey: "mode")
        readOwn(fields, &draft)
        readLimits(fields, &draft)
        draft.groups = GroupReader.readAll(fields)
        readBootGrace(fields, &draft.bootGrace)
        draft.windows = WindowReader.readAll(fields, files)
        draft.hasReferences = fields.has("reference_targets")
        draft.references = fields.texts("reference_targets").compactMap { ReferenceReader.read($0, fields) }
        draft.discovery = DiscoveryReader.read(fields, sweep: draft.provider?.sweep)
        draft.targets = TargetReader.readAll(fields)
        draft.receivers = ReceiverReader.readAll(fields, files)
        draft.routes = RouteReader.readAll(fields, receivers: draft.receivers)
        draft.heartbeat = HeartbeatReader.read(fields)
        draft.journal = JournalSettingsReader.read(fields)
        return draft
    }

    private static func readOwn(_ fields: Fields, _ draft: inout MainDraft) {
        if let (host, port) = fields.parsed(
            "listen",
            { text throws(SyntaxProblem) in try HostSyntax.hostAndPort(text, in: 0...65535) }
        ) {
            draft.listen = ListenAddress(host: host, port: port)
        }
        draft.dataDirectory = fields.path("data_dir") ?? Defaults.dataDirectory
        draft.rulePatterns = fields.texts("rule_files")
    }

    private static func readLimits(_ fields: Fields, _ draft: inout MainDraft) {
        guard let limits = fields.section("limits", .limits, "'limits'") else { return }
        draft.limitsPlace = limits.place
        draft.fleetPlace = limits.place(of: "fleet")
        read(limits, into: &draft.limits)
    }

    /// What is not written stays as it was.
    static func read(_ limits: Fields, into fleet: inout FleetLimits) {
        if limits.has("fleet") { fleet.fleet = limits.parsed("fleet", BudgetSyntax.parse) ?? nil }
        fleet.inFlight = limits.integer("in_flight", in: 0...1_000) ?? fleet.inFlight
        fleet.storm = limits.parsed("storm", ShareSyntax.parse) ?? fleet.storm
        if fleet.storm == 0 {
            limits.error("storm", "a storm limit of 0% would call any two failures a storm", "remove it, or write '1%'")
        }
    }
}

extension MainReader {
    static func readBootGrace(_ fields: Fields, _ bounds: inout BootGrace) {
        guard let grace = fields.section("boot_grace", .bootGrace, "'boot_grace'") else { return }
        bounds.min = grace.duration("min") ?? bounds.min
        bounds.max = grace.duration("max") ?? bounds.max
        if bounds.min > bounds.max {
            grace.error(
                grace.has("min") ? "min" : "max",
                "the least boot grace, \(bounds.min), is above the most, \(bounds.max)",
                "write the shorter one as 'min'"
            )
        }
    }
}

extension Fields {
    func mode() -> Mode? {
        choice("mode", [("observe", Mode.observe), ("armed", Mode.armed)])
    }
}

/// Every key of a file of rule tests. `docs/rule-tests.md` is tested against this list.
extension Section {
    static let ruleTestFile = Section("the file of rule tests", ["rule_files", "settings", "tests"])
    static let ruleTestSettings = Section(
        "settings",
        ["mode", "limits", "groups", "windows", "boot_grace", "sweep", "assume_gates", "assume_idle"]
    )
    static let ruleTest = Section(
        "test",
        [
            "name", "settings", "start", "length", "fleet", "references", "targets", "provider", "on", "events",
            "expect",
            "expect_no",
        ]
    )
    static let testTarget = Section("target of a test", ["name", "labels", "mode", "probes", "platform"])
    static let testProbe = Section(
        "probe of a test",
        ["kind", "interval", "timeout", "banner", "series"]
    )
    static let testProvider = Section(
        "provider of a test",
        ["from", "restart", "reset", "start", "exec", "gates", "reads", "service", "pending_tasks", "maintenance"]
    )
    static let testGates = Section("gates of a provider", ["canRestart", "canReset", "canStart"])
    static let testReaction = Section("reaction", ["action", "target", "nth", "after", "probes", "platform"])
    static let testEvent = Section("event", ["at", "do", "target", "reason", "for", "by"])
    static let testExpectation = Section(
        "expectation",
        ExpectationReader.subjects + ["target", "at", "gate", "contains", "severity", "diagnosis", "cured_by"]
    )

    static let allOfRuleTests: [Section] = [
        ruleTestFile, ruleTestSettings, ruleTest, testTarget, testProbe, testProvider, testGates, testReaction,
        testEvent,
        testExpectation,
    ]
}

internal import Engine

/// Reads how the provider behaves: one mapping for ever, or a list of them, each `from` its moment on.
enum TestProviderReader {
    static func read(_ test: Fields) -> [ProviderScript] {
        guard let value = test["provider"] else { return [ProviderScript()] }
        guard case .sequence(let items) = value.content else {
            return [one(value, "'provider' of \(test.context)", test, ProviderScript())].compactMap(\.self)
        }
        var scripts = [ProviderScript()]
        for (index, item) in items.enumerated() {
            let context = "provider \(index + 1) of \(test.context)"
            guard let script = one(item, context, test, scripts[scripts.count - 1]) else { continue }
            if script.from < scripts[scripts.count - 1].from {
                test.findings.error(
                    item.place,
                    "\(context) begins before the one above it",
                    "put them in the order of time"
                )
            }
            scripts.append(script)
        }
        return scripts
    }

    /// What is not written stays as it was before.
    private static func one(
        _ value: YAMLValue,
        _ context: String,
        _ test: Fields,
        _ before: ProviderScript
    ) -> ProviderScript? {
        guard let fields = Fields(value, .testProvider, context, test.findings) else { return nil }
        var script = before
        script.from = fields.duration("from") ?? before.from
        script.restart = fields.word("restart") ?? before.restart
        script.reset = fields.word("reset") ?? before.reset
        script.start = fields.word("start") ?? before.start
        script.exec = fields.word("exec") ?? before.exec
        script.reads = fields.word("reads") ?? before.reads
        script.service = fields.word("service") ?? before.service
        if fields.has("pending_tasks") {
            let words = fields.text("pending_tasks")
            script.pendingTasks = words == "none" ? nil : words
        }
        if fields.has("maintenance") { script.maintenance = fields.texts("maintenance").map(\.text) }
        if let gates = fields.section("gates", .testGates, "'gates' of \(context)") {
            script.canRestart = gates.word("canRestart") ?? before.canRestart
            script.canReset = gates.word("canReset") ?? before.canReset
            script.canStart = gates.word("canStart") ?? before.canStart
        }
        return script
    }
}

extension Fields {
    /// One of an enumeration's words.
    func word<T: RawRepresentable<String> & CaseIterable>(_ key: String) -> T? {
        choice(key, T.allCases.map { ($0.rawValue, $0) })
    }
}

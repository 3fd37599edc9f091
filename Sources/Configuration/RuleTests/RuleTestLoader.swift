internal import Engine

/// Reads a file of rule tests, and the rule files it names.
public enum RuleTestLoader {
    public enum Outcome: Sendable {
        case loaded(RuleTestFile)
        /// Every error of every file, and the warnings with them; never empty.
        case refused([Diagnostic])
    }

    public static func load(path: String, files: some FileSource = FilesOnDisk()) -> Outcome {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try files.read(path, limit: SourceText.maximumBytes)
        } catch {
            let message = "can't read the file: \(error)"
            return .refused([
                Diagnostic(file: path, place: .start, severity: .error, message: message, suggestion: error.remedy)
            ])
        }
        switch SourceText.decode(bytes, name: path) {
        case .failure(let list): return .refused(list.diagnostics)
        case .success(let source): return load(source, directory: Paths.directory(of: path), files)
        }
    }

    private static func load(_ source: SourceText, directory: String, _ files: some FileSource) -> Outcome {
        let findings = Findings(source, directory: directory)
        guard let root = YAMLReader.read(findings) else { return .refused(findings.sorted) }
        guard !root.isEmpty, let fields = Fields(root, .ruleTestFile, "the file of rule tests", findings) else {
            if root.isEmpty { findings.error(root.place, "the file is empty") }
            return .refused(findings.sorted)
        }
        let ruleFiles = RuleFiles.read(patterns(fields), findings, files)
        let rules = ruleFiles.files.flatMap(\.rules)
        RuleChecks.check(rules, targets: [])
        let tests = RuleTestReader(rules: rules, files: files).readAll(fields)
        let diagnostics = findings.sorted + ruleFiles.files.flatMap(\.findings.sorted) + ruleFiles.failures
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return .refused(diagnostics) }
        return .loaded(
            RuleTestFile(
                path: source.name,
                ruleFiles: ruleFiles.files.map(\.findings.source.name),
                tests: tests,
                warnings: diagnostics
            )
        )
    }

    /// Without `rule_files`, `web.test.yml` is about the `web.yml` beside it.
    private static func patterns(_ fields: Fields) -> [(text: String, place: Place)] {
        guard !fields.has("rule_files") else { return fields.texts("rule_files") }
        let name = fields.findings.source.name
        let file = name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
        for (ending, replacement) in [(".test.yml", ".yml"), (".test.yaml", ".yaml")] where file.hasSuffix(ending) {
            return [(file.dropLast(ending.count) + replacement, fields.place)]
        }
        fields.findings.error(
            fields.place,
            "the file does not say which rules it tests",
            "write 'rule_files: [web.yml]', or name the file as the rules' with '.test.yml' at its end"
        )
        return []
    }
}

internal import Engine

/// Finds and reads the files that `rule_files` names.
struct RuleFiles {
    struct File {
        var findings: Findings
        var rules: [RuleDraft]
    }

    /// In the order of the patterns, sorted by path within each; no file twice.
    private(set) var files: [File] = []
    /// Of files that could not be read at all.
    private(set) var failures: [Diagnostic] = []

    static func read(
        _ patterns: [(text: String, place: Place)],
        _ main: Findings,
        _ source: some FileSource
    ) -> RuleFiles {
        var result = RuleFiles()
        var seen: Set<String> = []
        for pattern in patterns {
            for path in paths(pattern, main, source) where seen.insert(path).inserted {
                result.read(path, from: pattern, main, source)
            }
        }
        return result
    }

    private static func paths(
        _ pattern: (text: String, place: Place),
        _ main: Findings,
        _ source: some FileSource
    ) -> [String] {
        let path = Paths.resolve(pattern.text, in: main.directory)
        // A plain path is read as it is, so that what is wrong with the file itself is told.
        guard path.contains(where: { "*?[".contains($0) }) else { return [path] }
        do throws(FileFailure) {
            // Tests of rules stand beside them.
            let paths = try source.paths(matching: path).filter {
                !$0.hasSuffix(".test.yml") && !$0.hasSuffix(".test.yaml")
            }
            if paths.isEmpty {
                main.error(
                    pattern.place,
                    "no file matches '\(pattern.text.excerpt)'",
                    "relative paths begin at the configuration's folder, and Defib must be able to read the folders on the way"
                )
            }
            return paths
        } catch {
            main.error(pattern.place, "can't look for '\(pattern.text.excerpt)': \(error)")
            return []
        }
    }

    private mutating func read(
        _ path: String,
        from pattern: (text: String, place: Place),
        _ main: Findings,
        _ source: some FileSource
    ) {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try source.read(path, limit: SourceText.maximumBytes)
        } catch {
            main.error(pattern.place, "can't read the rule file '\(path)': \(error)", error.remedy)
            return
        }
        switch SourceText.decode(bytes, name: path) {
        case .failure(let list): failures += list.diagnostics
        case .success(let text):
            let findings = Findings(text, directory: Paths.directory(of: path))
            let rules = YAMLReader.read(findings).map { RuleFileReader.read($0, findings) } ?? []
            files.append(File(findings: findings, rules: rules))
        }
    }
}

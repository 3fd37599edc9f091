import Configuration

/// From what was named on the command line to files of rule tests.
enum RuleTestPaths {
    /// Deeper folders than this hold no rules.
    private static let deepest = 8
    private static let endings = ["*.test.yml", "*.test.yaml"]

    /// Folders stand for every `*.test.yml` in and below them. In the order named, no file twice.
    static func find(_ names: [String]) throws(Trouble) -> [String] {
        var found: [String] = []
        for name in names {
            let paths = try paths(name)
            guard !paths.isEmpty else {
                throw Trouble(
                    "no rule tests at \(name); name a file, a folder or a pattern: they end in .test.yml",
                    status: ExitStatus.misuse
                )
            }
            for path in paths where !found.contains(path) { found.append(path) }
        }
        return found
    }

    private static func paths(_ name: String) throws(Trouble) -> [String] {
        if name.contains(where: { "*?[".contains($0) }) { return try matches(spread(name)) }
        let trouble = trouble(with: name)
        if trouble == .missing, !name.hasSuffix(".yml"), !name.hasSuffix(".yaml") { return [] }
        guard trouble == .isDirectory else { return [name] }
        let folder = name.hasSuffix("/") ? String(name.dropLast()) : name
        return try matches(endings.flatMap { spread("\(folder)/**/\($0)") })
    }

    /// `**/` for any depth, which shells know and glob(3) does not.
    private static func spread(_ pattern: String) -> [String] {
        guard let stars = pattern.firstRange(of: "**/") else { return [pattern] }
        let (head, tail) = (pattern[..<stars.lowerBound], pattern[stars.upperBound...])
        return (0...deepest).map { head + String(repeating: "*/", count: $0) + tail }
    }

    private static func matches(_ patterns: [String]) throws(Trouble) -> [String] {
        do throws(FileFailure) {
            var paths: [String] = []
            for pattern in patterns { paths += try FilesOnDisk().paths(matching: pattern) }
            return paths
        } catch {
            throw Trouble("can't look for rule tests: \(error)")
        }
    }

    /// What reading it would meet first.
    private static func trouble(with path: String) -> FileFailure? {
        do throws(FileFailure) {
            _ = try FilesOnDisk().read(path, limit: 0)
            return nil
        } catch {
            return error
        }
    }
}

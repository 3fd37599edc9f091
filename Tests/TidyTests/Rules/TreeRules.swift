/// Rules about the tree as such.
enum TreeRules {
    /// Editors' and merges' leftovers, and files that only held a place.
    static func leftovers(in paths: [String]) -> [Finding] {
        let endings = [
            ".orig", ".rej", ".swp", ".bak", "~", ".DS_Store", "/Placeholder.swift", ".profraw", ".log", ".o",
        ]
        return paths.filter { path in endings.contains { path.hasSuffix($0) } || isNeedlessKeep(path, among: paths) }
            .map { Finding(path: $0, line: nil, problem: "a leftover") }
    }

    private static func isNeedlessKeep(_ path: String, among paths: [String]) -> Bool {
        guard path.hasSuffix("/.gitkeep") else { return false }
        let folder = path.dropLast(".gitkeep".count)
        return paths.contains { $0.hasPrefix(folder) && $0 != path }
    }

    /// A script that can't be started, or a started file that says not with what.
    static func modes(of files: [TextFile], isExecutable: (String) -> Bool) -> [Finding] {
        files.compactMap { file in
            let isScript = file.text.hasPrefix("#!")
            guard isScript != isExecutable(file.path) else { return nil }
            let problem = isScript ? "begins with #! and is not executable" : "is executable and has no #! line"
            return Finding(path: file.path, line: 1, problem: problem)
        }
    }

    /// The section that the next change is written into.
    static func hasUnreleasedSection(_ changelog: String) -> Bool {
        changelog.contains(#/(?m)^## \[Unreleased\]/#)
    }

    /// What is made here and must not be kept: git is told so.
    static func unignored(_ names: [String], gitignore: String) -> [String] {
        let lines = Set(gitignore.split(separator: "\n").map(String.init))
        return names.filter { !lines.contains($0) }
    }
}

import FoundationEssentials

/// Dashboards and alerting rules name only metrics that `/metrics` serves.
enum MetricNames {
    static let remedy = "name a family of Sources/Daemon/Metrics, or add it there"

    /// Every family declared in the sources. A histogram's series are its name with an ending.
    static func declared(in sources: [TextFile]) -> Set<String> {
        let pattern = #/MetricFamily\(\s*"([a-z_:0-9]+)"\s*,\s*\.(\w+)/#
        var names: Set<String> = []
        for match in sources.flatMap({ $0.text.matches(of: pattern) }) {
            let name = String(match.1)
            names.insert(name)
            guard match.2 == "histogram" else { continue }
            for ending in ["_bucket", "_sum", "_count"] { names.insert(name + ending) }
        }
        return names
    }

    /// Those that `files` name and nobody serves.
    static func unknown(in files: [TextFile], declared: Set<String>) -> [Finding] {
        let pattern = #/\b((?:probe|defib|process)_[a-z0-9_]+)\b/#
        return files.flatMap { file in
            file.lines.indices.filter { isExpression(file.lines[$0]) }.flatMap { index in
                file.lines[index].matches(of: pattern)
                    .map { String($0.1) }
                    .filter { !declared.contains($0) }
                    .map { file.finding(index, "nobody serves '\($0)'") }
            }
        }
    }

    /// Lines that hold PromQL, in a dashboard's JSON or a rule file's YAML; titles and descriptions are prose.
    private static func isExpression(_ line: Substring) -> Bool {
        !["\"title\":", "\"description\":", "\"uid\":", "summary:", "description:", "#"].contains { start in
            line.drop { $0 == " " }.hasPrefix(start)
        }
    }
}

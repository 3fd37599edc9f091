import FoundationEssentials

/// Links between the texts lead somewhere.
enum Links {
    static let remedy = "correct the path, or the heading after #"

    /// `exists` takes a path from the root; `read` gives a file's text.
    static func broken(in files: [TextFile], exists: (String) -> Bool, read: (String) -> String?) -> [Finding] {
        files.flatMap { file in
            file.lines.indices.flatMap { index in
                file.lines[index].matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.1) }
                    .filter { !$0.hasPrefix("http://") && !$0.hasPrefix("https://") && !$0.hasPrefix("mailto:") }
                    .filter { !leadsSomewhere($0, from: file, exists: exists, read: read) }
                    .map { file.finding(index, "'\($0)' leads nowhere") }
            }
        }
    }

    private static func leadsSomewhere(
        _ link: String,
        from file: TextFile,
        exists: (String) -> Bool,
        read: (String) -> String?
    ) -> Bool {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].isEmpty ? file.path : resolved(String(parts[0]), beside: file.path)
        guard exists(path) else { return false }
        guard parts.count == 2 else { return true }
        return read(path).map { anchors(in: $0).contains(String(parts[1])) } ?? false
    }

    static func resolved(_ link: String, beside path: String) -> String {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    /// Headings as GitHub and GitLab turn them into anchors.
    static func anchors(in text: String) -> Set<String> {
        Set(
            text.matches(of: #/(?m)^#{1,6} +(.+)$/#).map { match in
                String(
                    match.1.lowercased()
                        .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                        .map { $0 == " " ? "-" : $0 }
                )
            }
        )
    }
}

/// A text file of the tree, with its path as a person would name it from the root.
struct TextFile {
    var path: String
    var text: String
    var lines: [Substring]

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func finding(_ index: Int, _ problem: String) -> Finding {
        Finding(path: path, line: index + 1, problem: problem)
    }

    /// A finding for each line in which `pattern` matches.
    func findings<Output>(of pattern: Regex<Output>, _ problem: String) -> [Finding] {
        let pattern = pattern.wordBoundaryKind(.simple)
        return lines.indices.filter { lines[$0].contains(pattern) }.map { finding($0, problem) }
    }
}

/// A Swift file twice: as it is written, and as code alone.
struct SwiftFile {
    var written: TextFile
    /// The same lines with comments and the words of string literals blanked, so that a rule about code is not broken by
    /// a sentence about it. Interpolated code stays.
    var code: TextFile

    init(_ path: String, _ text: String) {
        written = TextFile(path, text)
        var mask = SwiftMask(text)
        code = TextFile(path, mask.masked())
    }

    var path: String { written.path }

    /// `Engine` of `Sources/Engine/Time/Timestamp.swift`; nil outside `Sources`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// Every import of a module, with its line.
    var imports: [(line: Int, module: String)] {
        let pattern =
            #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|func|protocol|typealias|var|let)\s+)?(\w+)/#
        return code.lines.indices.compactMap { index in
            guard code.lines[index].contains("import"), let match = code.lines[index].firstMatch(of: pattern) else {
                return nil
            }
            return (index, String(match.1))
        }
    }
}

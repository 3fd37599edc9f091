/// A YAML node with its place: what is read from, once aliases are resolved and limits have been checked.
struct YAMLValue {
    enum Content {
        case scalar(String, ScalarStyle)
        case sequence([YAMLValue])
        case mapping([Entry])
    }

    enum ScalarStyle {
        /// Unquoted: `60s`, `true`, nothing at all.
        case plain
        case quoted
        /// `|` or `>`.
        case block
    }

    struct Entry {
        var key: String
        var keyPlace: Place
        var value: YAMLValue
    }

    var content: Content
    var place: Place
    /// How many nodes it is made of, every use of an alias counted.
    var weight: Int

    /// As diagnostics call it: `a list`.
    var kind: String {
        switch content {
        case .scalar: isEmpty ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Nothing was written after the key.
    var isEmpty: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }
}

extension String {
    /// Short enough for a message, on one line.
    var excerpt: String {
        let line = String(map { $0.isNewline ? " " : $0 })
        return line.count > 40 ? line.prefix(37) + "..." : line
    }
}

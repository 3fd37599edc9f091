extension JSON {
    /// Compact JSON text with sorted keys, one printable line of at most `limit` characters: for evidence and errors.
    func summary(limit: Int = 200) -> String {
        var text = ""
        write(to: &text, limit: limit)
        return text.printable(limit: limit)
    }

    /// Stops descending once enough is written, so that a huge body costs no more than its summary.
    private func write(to text: inout String, limit: Int) {
        guard text.utf8.count <= limit * 4 else { return }
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .number(let number): text += String(number)
        case .string(let string): text += "\"\(string.prefix(limit))\""
        case .array(let elements):
            text += "["
            for (index, element) in elements.prefix(limit).enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text, limit: limit)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).prefix(limit).enumerated() {
                if index > 0 { text += "," }
                text += "\"\(member.key.prefix(limit))\":"
                member.value.write(to: &text, limit: limit)
            }
            text += "}"
        }
    }
}

extension String {
    /// One line of at most `limit` characters without control or direction-changing characters: what a stranger wrote
    /// must neither break a log's lines nor paint a terminal.
    func printable(limit: Int = 300) -> String {
        var line = ""
        line.unicodeScalars.append(
            contentsOf: unicodeScalars.prefix(limit * 2).lazy.map { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: " "
                default: scalar
                }
            }
        )
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }
}

internal import Engine

/// Reads a rule file.
enum RuleFileReader {
    static func read(_ root: YAMLValue, _ findings: Findings) -> [RuleDraft] {
        guard !root.isEmpty else {
            findings.error(root.place, "the file is empty")
            return []
        }
        guard let fields = Fields(root, .ruleFile, "the rule file", findings) else { return [] }
        if fields.required("rules") != nil, fields.list("rules").isEmpty {
            findings.warning(fields.place(of: "rules"), "the file has no rules")
        }
        return fields.list("rules").compactMap { RuleReader.read($0, findings) }
    }
}

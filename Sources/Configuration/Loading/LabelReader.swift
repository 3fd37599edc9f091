internal import Engine

/// Reads labels, as Prometheus means the word.
enum LabelReader {
    /// Labels Defib's own metrics carry.
    static let reserved: Set<String> = ["vps", "name", "probe", "instance", "job"]

    static func read(_ fields: Fields, _ key: String, reserved: Set<String> = []) -> [Label] {
        fields.entries(key).compactMap { entry in
            guard isName(entry.key) else {
                fields.findings.error(
                    entry.keyPlace,
                    "'\(entry.key.excerpt)' in \(fields.context) is not a label's name",
                    nameForm
                )
                return nil
            }
            guard !reserved.contains(entry.key) else {
                fields.findings.error(
                    entry.keyPlace,
                    "the label '\(entry.key)' in \(fields.context) is one Defib sets itself",
                    "choose another name"
                )
                return nil
            }
            return fields.scalar(entry.value, "label '\(entry.key)'").map { Label(entry.key, $0) }
        }
    }

    static let nameForm = "use letters, digits and '_', no digit first, and no '__' first"

    static func isName(_ text: String) -> Bool {
        Vocabulary.isName(text) && !text.contains("-") && !text.hasPrefix("__")
    }
}

extension Fields {
    /// The items of a list; empty where the key is missing.
    func list(_ key: String) -> [YAMLValue] {
        guard let value = self[key] else { return [] }
        guard case .sequence(let items) = value.content else {
            findings.error(value.place, "'\(key)' in \(context) must be a list, found \(value.kind)", "write '[...]'")
            return []
        }
        return items
    }

    /// The texts of a list.
    func texts(_ key: String) -> [(text: String, place: Place)] {
        list(key).compactMap { item in
            scalar(item, "an item of '\(key)'").map { ($0, item.place) }
        }
    }

    /// The entries of a mapping with free keys, in the order written.
    func entries(_ key: String) -> [YAMLValue.Entry] {
        guard let value = self[key] else { return [] }
        guard case .mapping(let entries) = value.content else {
            findings.error(
                value.place,
                "'\(key)' in \(context) must be a mapping, found \(value.kind)",
                "write '{...}'"
            )
            return []
        }
        return entries
    }

    /// A mapping with keys of its own; nil where the key is missing.
    func section(_ key: String, _ section: Section, _ context: String) -> Fields? {
        self[key].flatMap { Fields($0, section, context, findings) }
    }
}

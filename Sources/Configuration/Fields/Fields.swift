/// One mapping being read: knows its keys, reports those it does not, and gives the others as typed values.
///
/// Every reader reports what is wrong at its place and then gives nil or the default, so that reading goes on and finds
/// the rest.
struct Fields {
    /// As messages call it: `probe 'http' of target 'web-1'`.
    let context: String
    let place: Place
    let findings: Findings
    private let entries: [String: YAMLValue.Entry]

    /// Nil after reporting, where the value is no mapping.
    init?(_ value: YAMLValue, _ section: Section, _ context: String, _ findings: Findings) {
        guard case .mapping(let entries) = value.content else {
            findings.error(value.place, "\(context) must be a mapping of keys to values, found \(value.kind)")
            return nil
        }
        self.context = context
        self.findings = findings
        place = value.place
        var known: [String: YAMLValue.Entry] = [:]
        for entry in entries {
            if section.keys.contains(entry.key) {
                known[entry.key] = entry
            } else {
                Fields.refuse(entry, section, context, findings)
            }
        }
        self.entries = known
    }

    private static func refuse(
        _ entry: YAMLValue.Entry,
        _ section: Section,
        _ context: String,
        _ findings: Findings
    ) {
        let key = entry.key.excerpt
        let remedy = section.secrets[key] ?? Secrets.remedy(for: entry.key)
        if remedy != nil || Secrets.mayHold(entry.key) {
            findings.hide(from: entry.keyPlace.line, to: entry.value.place.line)
        }
        if let remedy {
            findings.error(entry.keyPlace, "a secret in \(context): '\(key)'", remedy)
        } else if section.later.contains(entry.key) {
            findings.error(
                entry.keyPlace,
                "not yet: '\(key)' in \(context) belongs to a later version",
                "remove it for now"
            )
        } else {
            let known = "known here: \(section.keys.listed)"
            findings.error(
                entry.keyPlace,
                "unknown key '\(key)' in \(context)",
                Suggestion.didYouMean(entry.key, among: section.keys, otherwise: known)
            )
        }
    }

    /// Where the key's value stands; the mapping itself where there is none.
    func place(of key: String) -> Place {
        entries[key]?.value.place ?? place
    }

    func place(ofKey key: String) -> Place {
        entries[key]?.keyPlace ?? place
    }

    func has(_ key: String) -> Bool {
        entries[key] != nil
    }

    /// Nil where the key is missing, or nothing stands after it, which is reported.
    subscript(key: String) -> YAMLValue? {
        guard let entry = entries[key] else { return nil }
        guard !entry.value.isEmpty else {
            findings.error(
                entry.keyPlace,
                "nothing is written after '\(key)' in \(context)",
                "remove it for its default"
            )
            return nil
        }
        return entry.value
    }

    /// Reports a key that must be there.
    func required(_ key: String) -> YAMLValue? {
        if !has(key) { findings.error(place, "\(context) has no '\(key)'") }
        return self[key]
    }

    func error(_ key: String, _ message: String, _ suggestion: String? = nil) {
        findings.error(place(of: key), message, suggestion)
    }
}

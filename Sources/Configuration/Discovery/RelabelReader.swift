internal import Engine

/// Reads `relabel`: Prometheus' `relabel_configs`, less what needs a hash.
enum RelabelReader {
    static func readAll(_ hostup: Fields) -> [RelabelStep] {
        hostup.list("relabel").compactMap { read($0, hostup.findings) }
    }

    private static func read(_ value: YAMLValue, _ findings: Findings) -> RelabelStep? {
        guard let fields = Fields(value, .relabel, "a step of 'relabel'", findings) else { return nil }
        let sources = fields.texts("source_labels")
        for source in sources { checkSource(source.text, source.place, fields) }
        guard let action = action(fields), let regex = regex(fields) else { return nil }
        let step = RelabelStep(
            sourceLabels: sources.map(\.text),
            separator: separator(fields),
            regex: regex,
            targetLabel: fields.text("target_label") ?? "",
            replacement: replacement(fields),
            action: action
        )
        check(step, fields)
        return step
    }

    /// Both may be empty, unlike other texts.
    private static func separator(_ fields: Fields) -> String { possiblyEmpty("separator", fields) ?? ";" }
    private static func replacement(_ fields: Fields) -> String { possiblyEmpty("replacement", fields) ?? "$1" }

    private static func possiblyEmpty(_ key: String, _ fields: Fields) -> String? {
        guard fields.has(key), let value = fields[key] else { return nil }
        if case .scalar("", .quoted) = value.content { return "" }
        return fields.scalar(value, "'\(key)'")
    }

    private static func action(_ fields: Fields) -> RelabelStep.Action? {
        guard let word = fields.text("action") else { return fields.has("action") ? nil : .replace }
        // As in Prometheus, the word's case does not matter.
        if let action = RelabelStep.Action(rawValue: word.lowercased()) { return action }
        let known = RelabelStep.Action.allCases.map(\.rawValue)
        fields.error(
            "action",
            "unknown action '\(word.excerpt)' in \(fields.context)",
            Suggestion.didYouMean(word, among: known, otherwise: "actions are \(known.listed)")
        )
        return nil
    }

    private static func regex(_ fields: Fields) -> String? {
        guard let text = fields.text("regex") else { return fields.has("regex") ? nil : RelabelStep.anything }
        if let risk = RegexRisk.of(text) {
            fields.error(
                "regex",
                "'regex' in \(fields.context) is refused: \(risk)",
                "write it without, or as several steps"
            )
            return nil
        }
        guard (try? RelabelPattern(text)) != nil else {
            fields.error(
                "regex",
                "'regex' in \(fields.context) is not a regular expression",
                "check its brackets and backslashes; single quotes keep backslashes as they are"
            )
            return nil
        }
        return text
    }

    // MARK: What belongs together

    private static func check(_ step: RelabelStep, _ fields: Fields) {
        switch step.action {
        case .replace, .lowercase, .uppercase: checkTarget(step, fields)
        case .keep, .drop:
            if step.sourceLabels.isEmpty, !fields.has("source_labels") {
                fields.findings.error(
                    fields.place,
                    "\(fields.context) with action '\(step.action.rawValue)' has no 'source_labels'",
                    "name the labels whose values decide"
                )
            }
            refuse(["target_label", "replacement"], step, fields)
        case .labelmap: refuse(["source_labels", "target_label", "separator"], step, fields)
        case .labeldrop, .labelkeep:
            refuse(["source_labels", "target_label", "separator", "replacement"], step, fields)
        }
    }

    private static func checkTarget(_ step: RelabelStep, _ fields: Fields) {
        let label = step.targetLabel
        guard fields.has("target_label") else {
            fields.findings.error(
                fields.place,
                "\(fields.context) with action '\(step.action.rawValue)' has no 'target_label'",
                "name the label to be set"
            )
            return
        }
        guard !label.isEmpty, !label.contains("$") else { return }
        if !LabelReader.isRelabelName(label) {
            fields.error("target_label", "'\(label.excerpt)' in \(fields.context) is not a label's name", nameForm)
        } else if LabelReader.reserved.contains(label), label != DiscoveryLabels.name {
            fields.error(
                "target_label",
                "the label '\(label)' in \(fields.context) is one Defib sets itself",
                "choose another name"
            )
        }
    }

    private static let nameForm = "use letters, digits and '_', no digit first"

    private static func refuse(_ keys: [String], _ step: RelabelStep, _ fields: Fields) {
        for key in keys where fields.has(key) {
            fields.findings.error(
                fields.place(ofKey: key),
                "'\(key)' means nothing in \(fields.context) with action '\(step.action.rawValue)'",
                "remove it"
            )
        }
    }

    /// The API may give more than is documented, so that a name nobody knows is no error.
    private static func checkSource(_ label: String, _ place: Place, _ fields: Fields) {
        guard LabelReader.isRelabelName(label) else {
            fields.findings.error(place, "'\(label.excerpt)' in \(fields.context) is not a label's name", nameForm)
            return
        }
        guard label.hasPrefix("__meta_"), !DiscoveryLabels.documented.contains(label) else { return }
        fields.findings.warning(
            place,
            "'\(label.excerpt)' is no documented part of the account's listing: it is empty unless the API gives it",
            meant(label).map { "did you mean '\($0)'?" } ?? "'defib check --online' shows the labels there are"
        )
    }
}

extension RelabelReader {
    /// By what follows the prefix that all have in common.
    private static func meant(_ label: String) -> String? {
        let prefix = DiscoveryLabels.metaPrefix
        let tails = DiscoveryLabels.documented.map { String($0.dropFirst(prefix.count)) }
        let tail = label.hasPrefix(prefix) ? String(label.dropFirst(prefix.count)) : label
        return Suggestion.nearest(to: tail, among: tails).map { prefix + $0 }
            ?? (label.hasPrefix(prefix) ? nil : Suggestion.nearest(to: label, among: DiscoveryLabels.documented))
    }
}

extension LabelReader {
    /// Also the names that are dropped in the end, `__tmp` and the like.
    static func isRelabelName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default:
                false
            }
        }
    }
}

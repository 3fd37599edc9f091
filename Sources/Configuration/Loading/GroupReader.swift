internal import Engine

/// Reads `groups`: limits over each set of targets that have the same value of a label.
enum GroupReader {
    static func readAll(_ fields: Fields) -> [GroupDraft] {
        let drafts = fields.list("groups").compactMap { read($0, fields.findings) }
        var labels: [String: Place] = [:]
        for draft in drafts {
            if let first = labels[draft.limits.label] {
                fields.findings.error(
                    draft.place,
                    "groups by the label '\(draft.limits.label)' stand in line \(first.line) already",
                    "put their limits together"
                )
            }
            labels[draft.limits.label] = labels[draft.limits.label] ?? draft.place
        }
        return drafts
    }

    private static func read(_ value: YAMLValue, _ findings: Findings) -> GroupDraft? {
        guard let fields = Fields(value, .group, "a group", findings), let label = label(fields) else { return nil }
        let storm = fields.parsed("storm", ShareSyntax.parse)
        if storm == 0 {
            fields.error("storm", "a storm limit of 0% would call any two failures a storm", "remove it, or write '1%'")
        }
        let budget = fields.parsed("budget", BudgetSyntax.parse) ?? nil
        if !fields.has("storm"), !fields.has("budget") {
            findings.error(
                fields.place,
                "the groups by '\(label.excerpt)' have no limit",
                "give them 'storm: 50%' or 'budget: 3 per 1h'"
            )
        }
        return GroupDraft(
            limits: GroupLimits(label: label, storm: storm, budget: budget),
            place: fields.place,
            labelPlace: fields.place(of: "label"),
            stormPlace: fields.place(of: "storm"),
            budgetPlace: fields.place(of: "budget")
        )
    }

    private static func label(_ fields: Fields) -> String? {
        guard let label = fields.requiredText("label") else { return nil }
        guard LabelReader.isName(label) else {
            fields.error("label", "'\(label.excerpt)' is not a label's name", LabelReader.nameForm)
            return nil
        }
        return label
    }
}

internal import Engine

/// Reads `targets`.
enum TargetReader {
    static func readAll(_ fields: Fields) -> [TargetDraft] {
        let drafts = fields.list("targets").compactMap { read($0, fields.findings) }
        refuseDuplicates(drafts)
        return drafts
    }

    private static func read(_ value: YAMLValue, _ findings: Findings) -> TargetDraft? {
        guard let fields = Fields(value, .target, context(value), findings) else { return nil }
        let id = fields.requiredText("vps").flatMap { vpsID($0, fields) }
        let vmid = fields.integer("vmid", in: 1...Int(Int32.max))
        let name = fields.text("name") ?? id?.text
        let labels = LabelReader.read(fields, "labels", reserved: LabelReader.reserved)
        let mode = fields.mode() ?? .armed
        let entries = fields.entries("probes")
        let probes = entries.compactMap { ProbeReader.read($0, owner: "target '\((name ?? "?").excerpt)'", findings) }
        if probes.count < entries.count { findings.refuseUnlessRefused(fields.place, "a probe of \(fields.context)") }
        guard let id, let name else { return nil }
        return TargetDraft(
            target: Target(id: id, vmid: vmid, name: name, labels: labels, mode: mode, probes: probes),
            place: fields.place,
            idPlace: fields.place(of: "vps"),
            namePlace: fields.place(of: "name"),
            modePlace: fields.place(ofKey: "mode"),
            findings: findings,
            probeNames: entries.map(\.key)
        )
    }

    /// By its name where it has one, so that messages name it.
    private static func context(_ value: YAMLValue) -> String {
        guard case .mapping(let entries) = value.content else { return "a target" }
        for key in ["name", "vps"] {
            if case .scalar(let text, _) = entries.first(where: { $0.key == key })?.value.content, !text.isEmpty {
                return "target '\(text.excerpt)'"
            }
        }
        return "a target"
    }

    private static func vpsID(_ text: String, _ fields: Fields) -> VPSID? {
        if let id = VPSID(text) { return id }
        let remedy =
            text.contains("/")
            ? "write the id alone, without a path"
            : "ids are made of letters, digits, '_' and '-', as 'defib vps' lists them"
        fields.error("vps", "'\(text.excerpt)' is not a VPS's id", remedy)
        return nil
    }

    private static func refuseDuplicates(_ drafts: [TargetDraft]) {
        var names: [String: Place] = [:]
        var ids: [VPSID: String] = [:]
        for draft in drafts {
            let (name, id) = (draft.target.name, draft.target.id)
            if let other = ids[id] {
                draft.findings.error(draft.idPlace, "'\(id)' is target '\(other)' already", "a VPS is one target")
            } else if let first = names[name] {
                draft.findings.error(
                    draft.namePlace,
                    "a target named '\(name)' stands in line \(first.line) already",
                    "give each its own name"
                )
            }
            ids[id] = ids[id] ?? name
            names[name] = names[name] ?? draft.place
        }
    }
}

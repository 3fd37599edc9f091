internal import Engine

/// Reads `receivers`.
enum ReceiverReader {
    static let kinds = ["webhook", "alertmanager", "pagerduty", "slack", "ntfy", "email", "command"]

    static func readAll(_ fields: Fields, _ files: some FileSource) -> [ReceiverDraft] {
        let drafts = fields.list("receivers").compactMap { read($0, fields.findings, files) }
        var places: [String: Place] = [:]
        for draft in drafts {
            if let first = places[draft.settings.name] {
                fields.findings.error(
                    draft.place,
                    "a receiver named '\(draft.settings.name)' stands in line \(first.line) already",
                    "give each its own name"
                )
            }
            places[draft.settings.name] = places[draft.settings.name] ?? draft.place
        }
        ReceiverPolicyReader.check(drafts, fields.findings)
        return drafts
    }

    private static func read(_ value: YAMLValue, _ findings: Findings, _ files: some FileSource) -> ReceiverDraft? {
        guard let fields = Fields(value, .receiver, "a receiver", findings) else { return nil }
        let name = fields.requiredText("name")
        let written = kinds.filter(fields.has)
        guard let kind = written.first else {
            let example = "add one of \(kinds.listed), such as 'webhook: {url: ...}'"
            findings.error(fields.place, "receiver '\(name?.excerpt ?? "?")' has no kind", example)
            return placeholder(name, fields)
        }
        if written.count > 1 {
            findings.error(
                fields.place(ofKey: written[1]),
                "receiver '\(name?.excerpt ?? "?")' is '\(kind)' and '\(written[1])' at once",
                "make two receivers of it"
            )
        }
        let context = "'\(kind)' of receiver '\(name?.excerpt ?? "?")'"
        let template = TemplateReader.read(fields, "'template' of receiver '\(name?.excerpt ?? "?")'")
        guard let name, let found = section(kind, context, fields), let settings = kindSettings(kind, found, files)
        else {
            return placeholder(name, fields)
        }
        let settled = ReceiverSettings(
            name: name,
            kind: settings,
            title: template.title,
            text: template.text,
            timeout: found.timeout(kind: kind),
            caFile: kind == "command" ? nil : found.path("ca_file")
        )
        return draft(settled, fields)
    }

    /// One with errors keeps its name, so that routes to it are no further error.
    private static func placeholder(_ name: String?, _ fields: Fields) -> ReceiverDraft? {
        name.map { draft(ReceiverSettings(name: $0, kind: .command([])), fields) }
    }

    private static func draft(_ settings: ReceiverSettings, _ fields: Fields) -> ReceiverDraft {
        ReceiverDraft(
            settings: settings,
            policy: ReceiverPolicyReader.read(fields, name: settings.name, settings.kind),
            place: fields.place(of: "name"),
            fallbackPlace: fields.place(of: "fallback")
        )
    }

    private static func section(_ kind: String, _ context: String, _ fields: Fields) -> Fields? {
        switch kind {
        case "webhook": fields.section(kind, .webhook, context)
        case "alertmanager": fields.section(kind, .alertmanager, context)
        case "pagerduty": fields.section(kind, .pagerDuty, context)
        case "slack": fields.section(kind, .slack, context)
        case "ntfy": fields.section(kind, .ntfy, context)
        case "email": fields.section(kind, .email, context)
        default: fields.section(kind, .command, context)
        }
    }

    /// Nil after reporting what is wrong.
    private static func kindSettings(
        _ kind: String,
        _ fields: Fields,
        _ files: some FileSource
    ) -> ReceiverSettings.Kind? {
        switch kind {
        case "webhook": HTTPReceiverReader.webhook(fields)
        case "alertmanager": HTTPReceiverReader.alertmanager(fields)
        case "pagerduty": HTTPReceiverReader.pagerDuty(fields)
        case "slack": fields.requiredSecretPath("url_file").map { .slack(urlFile: $0) }
        case "ntfy": HTTPReceiverReader.ntfy(fields)
        case "email": EmailReader.read(fields).map { .email($0) }
        default: CommandReader.read(fields, files).map { .command($0) }
        }
    }
}

extension Fields {
    /// Of one attempt. A mail server may take its time.
    fileprivate func timeout(kind: String) -> TimeSpan {
        let standard = TimeSpan.seconds(kind == "email" ? 30 : 10)
        guard let span = duration("timeout", atLeast: .milliseconds(100)) else { return standard }
        guard span <= .minutes(5) else {
            error("timeout", "'timeout' in \(context) is \(span), but must be at most \(TimeSpan.minutes(5))")
            return standard
        }
        return span
    }

    func requiredSecretPath(_ key: String) -> String? {
        required(key) == nil ? nil : secretPath(key)
    }
}

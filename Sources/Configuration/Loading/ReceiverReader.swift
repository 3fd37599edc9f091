internal import Engine

/// Reads `receivers`.
enum ReceiverReader {
    static func readAll(_ fields: Fields) -> [ReceiverDraft] {
        let drafts = fields.list("receivers").compactMap { read($0, fields.findings) }
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

    private static func read(_ value: YAMLValue, _ findings: Findings) -> ReceiverDraft? {
        guard let fields = Fields(value, .receiver, "a receiver", findings) else { return nil }
        let name = fields.requiredText("name")
        let isLater = value.hasKey(in: Section.receiver.later)
        guard fields.has("webhook") || isLater else {
            findings.error(fields.place, "receiver '\(name ?? "?")' has no 'webhook'", "add 'webhook: {url: ...}'")
            return nil
        }
        let webhook = fields.section("webhook", .webhook, "'webhook' of receiver '\(name?.excerpt ?? "?")'")
        // One that belongs to a later version is refused, but keeps its name, so that routes to it are no further error.
        guard let name, let kind = webhook.map(webhookKind) ?? placeholder else { return nil }
        return ReceiverDraft(
            settings: ReceiverSettings(name: name, kind: kind),
            policy: ReceiverPolicyReader.read(fields, name: name, kind),
            place: fields.place(of: "name"),
            fallbackPlace: fields.place(of: "fallback")
        )
    }

    private static let placeholder: ReceiverSettings.Kind? = .webhook(url: "", bearerTokenFile: nil)

    private static func webhookKind(_ fields: Fields) -> ReceiverSettings.Kind? {
        let token = fields.secretPath("bearer_token_file")
        guard fields.required("url") != nil, let (url, parts) = fields.url("url", schemes: ["https", "http"]) else {
            return placeholder
        }
        if parts.scheme == "http", fields.has("bearer_token_file"), !parts.isLoopback {
            fields.error("url", "\(fields.context) would send its token unencrypted", "use 'https://'")
        }
        return .webhook(url: url, bearerTokenFile: token)
    }
}

extension YAMLValue {
    func hasKey(in keys: [String]) -> Bool {
        guard case .mapping(let entries) = content else { return false }
        return entries.contains { keys.contains($0.key) }
    }
}

internal import Engine

/// Reads what an http or tls probe keeps from one run to the next.
enum ReuseReader {
    static func reuse(_ fields: Fields) -> ConnectionReuse? {
        let keeps = fields.choice("connection", [("fresh", false), ("reuse", true)]) ?? false
        let resumes = resumes(fields)
        // One in a thousand is as good as none.
        let every = fields.integer("fresh_every", in: 2...1_000)
        guard keeps || resumes else {
            if fields.has("fresh_every") {
                fields.error(
                    "fresh_every",
                    "'fresh_every' of \(fields.context), whose every connection is fresh",
                    "remove it, or add 'connection: reuse' or 'resume: true'"
                )
            }
            return nil
        }
        return ConnectionReuse(
            keepsConnection: keeps,
            resumesSession: resumes,
            freshEvery: every ?? ConnectionReuse.defaultFreshEvery
        )
    }

    /// From `tls` of an http probe or from a tls probe itself.
    private static func resumes(_ fields: Fields) -> Bool {
        if fields.has("resume") { return fields.flag("resume") ?? false }
        guard fields.has("tls"), case .mapping(let entries) = fields["tls"]?.content,
            let value = entries.first(where: { $0.key == "resume" })?.value
        else { return false }
        guard case .scalar(let word, _) = value.content else { return false }
        if word != "true", word != "false" {
            fields.findings.error(
                value.place,
                "'resume' in 'tls' of \(fields.context) is '\(word.excerpt)', but must be 'true' or 'false'"
            )
        }
        return word == "true"
    }
}

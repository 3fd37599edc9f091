/// What an error's body says, in either of the provider's two forms: v2's RFC 7807 problem details, and v1's
/// `{code, error, message}`, of which a 429 keeps only some.
///
/// Nothing in it is needed to judge: the HTTP status comes first, then `code`, and never the words.
struct ErrorEnvelope {
    var code: String?
    /// For people, bounded.
    var words: String?
    /// v1 says it in the body of a 429: a text of seconds.
    var retryAfter: String?

    init(_ json: JSON) {
        code = json.present("code")?.text?.printable(limit: 60)
        let detail = json.present("detail")?.text ?? json.present("message")?.text
        let title = json.present("title")?.text ?? json.present("error")?.text
        words = (detail ?? title)?.printable(limit: 200)
        retryAfter = json.present("retryAfter").flatMap { $0.text ?? $0.integer.map(String.init) }
    }
}

/// Takes secrets out of what others said, before it becomes an error.
struct Redaction {
    /// Longest first, so that a part of one is not replaced before the whole.
    private var secrets: [String] = []

    private static let longest = 300

    /// Everything of the URL beyond its host counts as a secret: chat services put tokens into paths.
    init(url: String, secrets: [String]) {
        hide(url)
        for secret in secrets { hide(secret) }
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let path = rest[authority.endIndex...]
        hide(String(path))
        for part in path.split(whereSeparator: { "/?#&=".contains($0) }) where part.utf8.count >= 8 {
            hide(String(part))
        }
        guard let at = authority.lastIndex(of: "@") else { return }
        hide(String(authority[..<at]))
        for part in authority[..<at].split(separator: ":") { hide(String(part)) }
    }

    /// Texts too short to be a secret are left: hiding them would make words unreadable, not secrets safe.
    mutating func hide(_ secret: String) {
        guard secret.utf8.count >= 4, !secrets.contains(secret) else { return }
        secrets.append(secret)
        secrets.sort { $0.utf8.count > $1.utf8.count }
    }

    /// One bounded, printable line without secrets.
    func line(_ text: String) -> String {
        var line = text
        for secret in secrets { line = line.replacing(secret, with: "…") }
        let printable = line.map { character in
            character.isNewline || character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
                ? " " : character
        }
        return String(String(printable).prefix(Redaction.longest))
    }
}

/// Keys under which people write a secret itself, and what to do instead.
enum Secrets {
    private static let remedies: [String: String] = [
        "token": "put it into a file that only Defib may read, and name that with 'token_file'",
        "api_key": "put it into a file that only Defib may read, and name that with 'token_file'",
        "bearer_token": "put it into a file that only Defib may read, and name that with 'bearer_token_file'",
        "password": "put it into a file that only Defib may read, and name that with 'password_file'",
        "secret": "put it into a file that only Defib may read, and name that with 'secret_file'",
        "routing_key": "put it into a file that only Defib may read, and name that with 'routing_key_file'",
    ]

    static func remedy(for key: String) -> String? {
        remedies[key]
    }

    /// Whether a key that nobody knows may be a misspelt one of these.
    static func mayHold(_ key: String) -> Bool {
        let word = key.lowercased()
        return ["tok", "key", "secret", "pass", "auth", "cred"].contains { word.contains($0) }
            || Suggestion.nearest(to: word, among: remedies.keys.sorted()) != nil
    }

    /// Whether a line of text that is no YAML yet seems to hold one.
    static func mayStand(in line: Substring) -> Bool {
        remedies.keys.contains { line.contains("\($0):") }
    }

    /// Headers that carry credentials.
    static let headers: Set<String> = ["authorization", "proxy-authorization", "cookie", "x-api-key"]
}

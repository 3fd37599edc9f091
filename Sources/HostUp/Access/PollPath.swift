import Engine

/// A path that an answer told us to ask next, checked so that the key never leaves the origin.
///
/// It is set behind the origin as it stands, and so must be made of plain path segments alone: no scheme, no host (`//`),
/// no `..`, no percent sign that a server might decode into either, no backslash that a proxy might turn into a slash.
enum PollPath {
    /// A job of the provider's: `/api/jobs/…`.
    static func job(_ text: String) -> String? {
        let prefix = "/api/jobs/"
        guard text.hasPrefix(prefix) else { return nil }
        let rest = text.dropFirst(prefix.count)
        return isWord(rest) ? text : nil
    }

    /// The result of a command at the same endpoint that took it: `<path>?pid=…`.
    static func exec(_ text: String, startedAt path: String) -> String? {
        guard text.hasPrefix(path + "?") else { return nil }
        let query = text.dropFirst(path.count + 1)
        let isPlain = query.split(separator: "&", omittingEmptySubsequences: false).allSatisfy { pair in
            let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
            return sides.count == 2 && sides.allSatisfy(isWord)
        }
        return isPlain ? text : nil
    }

    /// The documented path of a job, where the answer named the job and no path.
    static func job(id: String) -> String? {
        isWord(Substring(id)) ? "/api/jobs/\(id)" : nil
    }

    private static func isWord(_ text: Substring) -> Bool {
        VPSID(String(text)) != nil
    }
}

/// Why the sandbox can't do what it was asked: one line that names the place and the remedy.
public struct SandboxError: Error, CustomStringConvertible, Hashable {
    public let description: String
    /// The `errno` behind it, where a system call failed.
    let code: Int32?

    public init(_ description: String) {
        self.description = description
        code = nil
    }

    /// A failed system call: `what` says what was tried, `code` is its `errno`.
    init(_ what: String, errno code: Int32, remedy: String? = nil) {
        let cause = "\(what): \(SystemError.text(of: code))"
        description = remedy.map { "\(cause); \($0)" } ?? cause
        self.code = code
    }
}

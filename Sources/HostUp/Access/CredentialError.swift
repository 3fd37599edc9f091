/// Why there is no API key to work with: one line that names the place and the remedy, and never the key.
public struct CredentialError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case missing
        case unreadable(String)
        case notAFile
        case worldReadable(mode: UInt32)
        case tooLarge
        case empty
        case notOneWord
        case unset
    }

    public var kind: Kind
    /// `token file '/run/…/token'` or `environment variable NAME`.
    public var place: String

    init(_ kind: Kind, at place: String) {
        self.kind = kind
        self.place = place
    }
}

extension CredentialError: CustomStringConvertible {
    public var description: String { "\(place): \(trouble)" }

    private var trouble: String {
        switch kind {
        case .missing:
            "not found; write the API key into it and run chmod 600 on it"
        case .unreadable(let reason):
            "can't be read (\(reason)); give the user that runs defib read permission"
        case .notAFile:
            "is not a regular file; name the file that holds the API key"
        case .worldReadable(let mode):
            "readable by everyone (mode \(octal(mode))); run chmod 600 on it, and replace the key if others may have seen it"
        case .tooLarge:
            "longer than any API key; it must hold the key alone"
        case .empty:
            "empty; write the API key into it"
        case .notOneWord:
            "holds a space, a line break or another character no API key has; it must hold the key alone, on one line"
        case .unset:
            "not set; set it to the API key, or use token_file"
        }
    }

    private func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

import Glibc

/// The account's API key.
///
/// It has no way out but `bearer` and `plain`, which only the code that writes the request's headers calls: printing,
/// interpolating, dumping or reflecting it says `[redacted]`.
public struct Credential: Sendable {
    private let token: String

    /// Takes the key itself, a line break at its end apart; `place` is what an error calls its origin.
    ///
    /// What can't stand in a header as it is (a space, a control character, anything beyond ASCII) is refused here,
    /// where a person can be told, and not by the API with a 401.
    public init(_ text: String, from place: String) throws(CredentialError) {
        var key = Substring(text)
        if key.utf8.last == UInt8(ascii: "\n") { key = Substring(key.unicodeScalars.dropLast()) }
        if key.utf8.last == UInt8(ascii: "\r") { key = Substring(key.unicodeScalars.dropLast()) }
        guard !key.isEmpty else { throw CredentialError(.empty, at: place) }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialError(.notOneWord, at: place)
        }
        token = String(key)
    }

    /// Reads `token_env`.
    public static func environment(_ name: String) throws(CredentialError) -> Credential {
        let place = "environment variable \(name)"
        guard let value = getenv(name) else { throw CredentialError(.unset, at: place) }
        return try Credential(String(cString: value), from: place)
    }

    /// For the header `Authorization`, on which v2 insists.
    var bearer: String { "Bearer \(token)" }
    /// For the header `X-API-Key`, which v1 documents.
    var plain: String { token }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Credential {
    /// The text without the key, for whatever people may get to see: a server may echo what it was sent.
    ///
    /// A short key (a test's) is taken out only where it stands as a word, lest a key `web` maim the id `vps_web1`.
    func scrubbed(from text: String) -> String {
        guard text.contains(token) else { return text }
        guard token.utf8.count < Credential.longEnoughToBeUnique else {
            return text.replacing(token, with: description)
        }
        var result = ""
        var rest = Substring(text)
        while let range = rest.firstRange(of: token) {
            let isWord =
                !isNameCharacter(rest[..<range.lowerBound].last ?? result.last)
                && !isNameCharacter(rest[range.upperBound...].first)
            result += rest[..<range.lowerBound]
            result += isWord ? description : token
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private static let longEnoughToBeUnique = 12

    private func isNameCharacter(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_" || character == "-"
    }
}

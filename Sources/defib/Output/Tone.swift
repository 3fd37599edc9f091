/// What a piece of text means, for those who see colours.
enum Tone: Hashable, Sendable {
    case plain
    case good
    case bad
    case doubtful
    case strong
    case faint

    /// Parameters of SGR (ECMA-48 §8.3.117), from the eight colours that every theme keeps readable.
    fileprivate var parameters: String? {
        switch self {
        case .plain: nil
        case .good: "32"
        case .bad: "31;1"
        case .doubtful: "33"
        case .strong: "1"
        case .faint: "2"
        }
    }

    func painted(_ text: String) -> String {
        parameters.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
    }
}

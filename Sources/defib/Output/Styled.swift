/// Text in tones, whose width is known whether or not it will be coloured.
///
/// What comes in may have been written by a provider or a guest: control characters, which a terminal would obey, are
/// replaced.
struct Styled: Hashable, Sendable {
    struct Run: Hashable, Sendable {
        var text: String
        var tone: Tone
    }

    private(set) var runs: [Run]

    init(_ text: String, _ tone: Tone = .plain) {
        runs = [Run(text: text.withoutControls, tone: tone)]
    }

    private init(runs: [Run]) {
        self.runs = runs
    }

    /// Columns, one for each character.
    var width: Int { runs.reduce(0) { $0 + $1.text.count } }

    var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }

    func rendered(inColour: Bool) -> String {
        runs.map { inColour ? $0.tone.painted($0.text) : $0.text }.joined()
    }

    static func + (left: Styled, right: Styled) -> Styled {
        Styled(runs: left.runs + right.runs)
    }

    func padded(to width: Int) -> Styled {
        self + Styled(String(repeating: " ", count: max(0, width - self.width)))
    }

    /// Lines of at most `limit` columns, broken at spaces; a word that is longer stands on a line of its own, whole, so
    /// that it can be copied.
    func wrapped(to limit: Int) -> [Styled] {
        var lines: [Styled] = []
        var line: [(Character, Tone)] = []
        for word in words {
            if !line.isEmpty, line.count + 1 + word.count > limit {
                lines.append(Styled.joined(line))
                line = []
            }
            if !line.isEmpty { line.append((" ", word.first?.1 ?? .plain)) }
            line += word
        }
        return lines + [Styled.joined(line)]
    }

    private var words: [[(Character, Tone)]] {
        runs.flatMap { run in run.text.map { ($0, run.tone) } }
            .split { $0.0 == " " }
            .map(Array.init)
    }

    private static func joined(_ characters: [(Character, Tone)]) -> Styled {
        var runs: [Run] = []
        for (character, tone) in characters {
            if runs.last?.tone == tone {
                runs[runs.count - 1].text.append(character)
            } else {
                runs.append(Run(text: String(character), tone: tone))
            }
        }
        return Styled(runs: runs)
    }
}

extension Styled: ExpressibleByStringInterpolation {
    init(stringLiteral text: String) {
        self.init(text)
    }
}

extension [Styled] {
    func joined(by separator: Styled) -> Styled {
        guard let first else { return "" }
        return dropFirst().reduce(first) { $0 + separator + $1 }
    }
}

extension String {
    /// Without characters that would move a cursor, ring a bell or colour what follows.
    var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

internal import Engine

/// A regular expression of `relabel`, anchored at both ends.
///
/// Prometheus' engine takes linear time; the standard library's backtracks. So what would take exponential time is refused
/// when it is read (`RegexRisk`), and only so long a text is looked at: a longer one matches nothing but `(.*)`.
struct RelabelPattern {
    static let longestText = 256
    /// Texts that are remembered: plans and regions come again with every VPS.
    private static let mostRemembered = 1_024

    private enum Kind {
        /// `(.*)`
        case anything
        /// `web|db`
        case words([String])
        case regex(Regex<AnyRegexOutput>)
    }

    private let kind: Kind
    private var remembered: [String: RelabelCaptures?] = [:]

    init(_ pattern: String) throws {
        if pattern == RelabelStep.anything {
            kind = .anything
        } else if pattern.utf8.allSatisfy(RelabelPattern.isPlain) {
            kind = .words(pattern.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
        } else {
            kind = .regex(try Regex(pattern).matchingSemantics(.unicodeScalar))
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "|"):
            true
        default:
            false
        }
    }

    /// Nil where the whole text does not match.
    mutating func match(_ text: String) -> RelabelCaptures? {
        switch kind {
        case .anything: return RelabelCaptures(groups: [text, text])
        case .words(let words): return words.contains(text) ? RelabelCaptures(groups: [text]) : nil
        case .regex(let regex):
            if let known = remembered[text] { return known }
            if remembered.count >= RelabelPattern.mostRemembered { remembered = [:] }
            let captures = RelabelPattern.match(text, regex)
            remembered[text] = .some(captures)
            return captures
        }
    }

    private static func match(_ text: String, _ regex: Regex<AnyRegexOutput>) -> RelabelCaptures? {
        guard text.utf8.count <= longestText, let match = try? regex.wholeMatch(in: text) else { return nil }
        var captures = RelabelCaptures(groups: [])
        for element in match.output {
            let value = element.substring.map(String.init) ?? ""
            if let name = element.name { captures.named.append(Label(name, value)) }
            captures.groups.append(value)
        }
        return captures
    }
}

/// What the groups of a pattern caught, the whole first.
struct RelabelCaptures {
    var groups: [String]
    var named: [Label] = []

    /// Puts them in place of `$1`, `${1}`, `$name` and `${name}`; `$$` is a dollar. As in Go, a name is as long as it can be,
    /// so that `$1x` is a group called `1x`, and a group that is not there is empty.
    func expand(_ template: String) -> String {
        guard template.utf8.contains(UInt8(ascii: "$")) else { return template }
        var result = ""
        var rest = template[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if let name = RelabelCaptures.takeName(&rest) {
                result += value(of: name)
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private static func takeName(_ rest: inout Substring) -> Substring? {
        let isBraced = rest.first == "{"
        let body = isBraced ? rest.dropFirst() : rest
        let name = body.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        let after = body[name.endIndex...]
        guard !name.isEmpty, !isBraced || after.first == "}" else { return nil }
        rest = isBraced ? after.dropFirst() : after
        return name
    }

    private func value(of name: Substring) -> String {
        if let number = Int(name) { return groups.indices.contains(number) ? groups[number] : "" }
        return named.first { $0.name == name }?.value ?? ""
    }
}

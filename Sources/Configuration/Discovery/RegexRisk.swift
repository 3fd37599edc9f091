/// Why a regular expression is refused although it could be compiled: Prometheus would refuse it too, or an engine that
/// backtracks could take for ever over it.
///
/// What is repeated may hold neither a repeat nor a choice, since one text could then be split in exponentially many ways.
/// That refuses some harmless expressions too, which can be written otherwise.
struct RegexRisk {
    private static let mostRepeats = 6
    private static let nested = "it repeats a group that itself holds a repeat or a choice"

    private let scalars: [Unicode.Scalar]
    private var place = 0
    /// Of the groups that are open, the whole expression among them: whether each holds a repeat or a choice.
    private var isRisky = [false]
    /// Whether what a repeat at this place would repeat does.
    private var isLastRisky = false
    private var repeats = 0

    private init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// Nil where there is none.
    static func of(_ pattern: String) -> String? {
        var risk = RegexRisk(pattern)
        while risk.place < risk.scalars.count {
            if let why = risk.step() { return why }
            risk.place += 1
        }
        return risk.repeats > mostRepeats ? "it has more than \(mostRepeats) repeats without an end" : nil
    }

    private mutating func step() -> String? {
        switch scalars[place] {
        case "(": return openGroup()
        case ")": closeGroup()
        case "*", "+", "{": return takeRepeat()
        case "?": markRisky()
        case "|":
            markRisky()
            isLastRisky = false
        case "\\": return skipEscape()
        case "[":
            place = endOfClass
            isLastRisky = false
        default: isLastRisky = false
        }
        return nil
    }

    private mutating func takeRepeat() -> String? {
        guard !isLastRisky else { return RegexRisk.nested }
        if scalars[place] != "{" { repeats += 1 }
        markRisky()
        return nil
    }

    private mutating func openGroup() -> String? {
        guard !looksAround else { return "it looks ahead or behind" }
        isRisky.append(false)
        isLastRisky = false
        place = endOfPrefix
        return nil
    }

    private mutating func closeGroup() {
        isLastRisky = isRisky.count > 1 ? isRisky.removeLast() : isRisky[0]
        if isLastRisky { markRisky() }
    }

    private mutating func skipEscape() -> String? {
        place += 1
        isLastRisky = false
        guard place < scalars.count, ("1"..."9").contains(scalars[place]) else { return nil }
        return "it refers back to a group"
    }

    private mutating func markRisky() { isRisky[isRisky.count - 1] = true }

    // MARK: Looking ahead

    /// Where a bracket's class ends; the last place where it does not.
    private var endOfClass: Int {
        var end = place + 1
        if end < scalars.count, scalars[end] == "^" { end += 1 }
        if end < scalars.count, scalars[end] == "]" { end += 1 }
        while end < scalars.count, scalars[end] != "]" { end += scalars[end] == "\\" ? 2 : 1 }
        return min(end, scalars.count - 1)
    }

    /// Past `?:`, `?<name>` and their like, whose question mark repeats nothing.
    private var endOfPrefix: Int {
        guard place + 1 < scalars.count, scalars[place + 1] == "?" else { return place }
        let end = scalars[(place + 1)...].firstIndex { $0 == ":" || $0 == ">" || $0 == ")" } ?? place + 1
        return scalars[end] == ")" ? end - 1 : end
    }

    private var looksAround: Bool {
        guard place + 2 < scalars.count, scalars[place + 1] == "?" else { return false }
        switch scalars[place + 2] {
        case "=", "!", ">": return true
        case "<": return place + 3 < scalars.count && (scalars[place + 3] == "=" || scalars[place + 3] == "!")
        default: return false
        }
    }
}

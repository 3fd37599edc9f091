/// Why a regular expression is refused although it could be compiled: Prometheus would refuse it too, or an engine that
/// backtracks could take for ever over it.
struct RegexRisk {
    private static let mostRepeats = 6

    private struct Group {
        /// It holds a repeat or a choice, so that repeating it can split one text in exponentially many ways.
        var isRisky = false
    }

    private var groups = [Group()]
    private var repeats = 0
    /// What a repeat at this place would repeat is risky.
    private var isLastRisky = false

    /// Nil where there is none.
    static func of(_ pattern: String) -> String? {
        var risk = RegexRisk()
        return risk.look(through: Array(pattern.unicodeScalars))
    }

    private mutating func look(through scalars: [Unicode.Scalar]) -> String? {
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            switch scalar {
            case "\\":
                if place + 1 < scalars.count, ("1"..."9").contains(scalars[place + 1]) {
                    return "it refers back to a group"
                }
                place += 1
                isLastRisky = false
            case "[":
                place = RegexRisk.endOfClass(scalars, from: place)
                isLastRisky = false
            case "(":
                if RegexRisk.looksAround(scalars, at: place) { return "it looks ahead or behind" }
                groups.append(Group())
                place = RegexRisk.endOfPrefix(scalars, from: place)
                isLastRisky = false
            case ")":
                let closed = groups.count > 1 ? groups.removeLast() : Group()
                isLastRisky = closed.isRisky
                if closed.isRisky { markRisky() }
            case "|":
                markRisky()
                isLastRisky = false
            case "*", "+":
                if isLastRisky { return "it repeats a group that itself holds a repeat or a choice" }
                repeats += 1
                markRisky()
            case "{":
                if isLastRisky { return "it repeats a group that itself holds a repeat or a choice" }
                markRisky()
            case "?": markRisky()
            default: isLastRisky = false
            }
            place += 1
        }
        return repeats > RegexRisk.mostRepeats
            ? "it has more than \(RegexRisk.mostRepeats) repeats without an end" : nil
    }

    private mutating func markRisky() { groups[groups.count - 1].isRisky = true }

    /// Where a bracket's class ends; at the end of the pattern where it does not.
    private static func endOfClass(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var place = start + 1
        if place < scalars.count, scalars[place] == "^" { place += 1 }
        if place < scalars.count, scalars[place] == "]" { place += 1 }
        while place < scalars.count, scalars[place] != "]" { place += scalars[place] == "\\" ? 2 : 1 }
        return min(place, scalars.count - 1)
    }

    /// Past `?:`, `?<name>` and their like, whose question mark repeats nothing.
    private static func endOfPrefix(_ scalars: [Unicode.Scalar], from open: Int) -> Int {
        guard open + 1 < scalars.count, scalars[open + 1] == "?" else { return open }
        let end = scalars[(open + 1)...].firstIndex { $0 == ":" || $0 == ">" || $0 == ")" } ?? open + 1
        return scalars[end] == ")" ? end - 1 : end
    }

    private static func looksAround(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
        guard place + 2 < scalars.count, scalars[place + 1] == "?" else { return false }
        switch scalars[place + 2] {
        case "=", "!", ">": return true
        case "<": return place + 3 < scalars.count && (scalars[place + 3] == "=" || scalars[place + 3] == "!")
        default: return false
        }
    }
}

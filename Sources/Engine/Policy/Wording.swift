extension Rule {
    /// Changes with any change of the rule's wording but its mode, and is the same in every process and version: scores and
    /// trust belong to one wording.
    public var fingerprint: UInt64 { Fingerprint.of(wording) }

    /// Everything by which the rule decides, a line each. Spaces in a condition don't matter.
    var wording: String {
        let matched = match.labels.map { "\($0.name)=\($0.value)" } + match.names.map { "name \($0)" }
        let lines =
            ["rule \(name)", "match \(matched.joined(separator: " "))", "when \(when.words)", "for \(holdFor)"]
            + ladder.map(\.wording)
            + ["recovered \(recovery.when.words) for \(recovery.holdFor)", "cooldown \(cooldown)"]
            + ["target \(perTarget?.description ?? "-")", "patience \(patience)", "flaps \(flaps?.description ?? "-")"]
        return lines.joined(separator: "\n")
    }
}

extension Rung {
    fileprivate var wording: String {
        var words = ["rung \(action)"]
        if case .exec(let command) = action { words.append(command) }
        words += ["wait \(wait)", "attempts \(attempts)", "when \(when?.words ?? "-")"]
        words += ["despite \(despite.names.joined(separator: " "))", "severity \(severity)"]
        return words.joined(separator: ", ")
    }
}

extension Condition {
    fileprivate var words: String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

public import Engine

/// What was, beside what would have been.
public struct Comparison: Sendable {
    public struct Line: Hashable, Sendable {
        public var was: Happening?
        public var would: Happening?
        /// The target's recorded history from here on is that of a world in which something else was done.
        public var isCounterfactual = false

        /// Earlier of the two.
        public var at: Timestamp { [was?.at, would?.at].compactMap(\.self).min() ?? .distantPast }
        public var name: String { (was ?? would)?.name ?? "" }

        /// The same happened, at the same time but for the pace of probes.
        public var isSame: Bool {
            guard let was, let would else { return false }
            return max(was.at, would.at) - min(was.at, would.at) <= Comparison.tolerance
        }
    }

    /// Two happenings this close are one: deadlines and answers were a little late in life.
    static let tolerance = TimeSpan.seconds(1)
    /// Two happenings farther apart than this have nothing to do with each other.
    static let reach = TimeSpan.hours(1)

    /// In the order of time.
    public let lines: [Line]
    /// Of each target, the first action that tells the two worlds apart.
    public let divergences: [Line]

    public init(_ outcome: WhatIf.Outcome) {
        var seen: Set<VPSID> = []
        let targets = (outcome.was + outcome.would).map(\.vps).filter { seen.insert($0).inserted }
        let paired = targets.flatMap { vps in
            Comparison.marked(
                Comparison.pair(outcome.was.filter { $0.vps == vps }, outcome.would.filter { $0.vps == vps })
            )
        }
        lines = paired.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        var met: Set<VPSID> = []
        divergences = lines.filter { line in
            guard Comparison.parts(line), let vps = (line.was ?? line.would)?.vps else { return false }
            return met.insert(vps).inserted
        }
    }

    public var isSame: Bool { lines.allSatisfy(\.isSame) }

    /// One target's two histories side by side, by what they have in common in the same order.
    private static func pair(_ was: [Happening], _ would: [Happening]) -> [Line] {
        let changes = would.difference(from: was) { $0.isAlike($1) }
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        let kept = zip(was.indices.filter { !removed.contains($0) }, would.indices.filter { !inserted.contains($0) })
        var lines = removed.map { Line(was: was[$0]) } + inserted.map { Line(would: would[$0]) }
        for (one, other) in kept {
            let distance = max(was[one].at, would[other].at) - min(was[one].at, would[other].at)
            if distance <= reach {
                lines.append(Line(was: was[one], would: would[other]))
            } else {
                lines += [Line(was: was[one]), Line(would: would[other])]
            }
        }
        return lines.enumerated().sorted { (order($0.element), $0.offset) < (order($1.element), $1.offset) }
            .map(\.element)
    }

    private static func order(_ line: Line) -> Timestamp { line.was?.at ?? line.at }

    /// Marks what comes after the first action of one world alone.
    private static func marked(_ lines: [Line]) -> [Line] {
        var lines = lines.sorted { $0.at < $1.at }
        guard let first = lines.firstIndex(where: parts) else { return lines }
        for index in lines.indices.dropFirst(first + 1) { lines[index].isCounterfactual = true }
        return lines
    }

    /// Only what is really sent makes another world of it.
    private static func parts(_ line: Line) -> Bool {
        !line.isSame && (line.was?.isAction ?? false || line.would?.isAction ?? false)
    }
}

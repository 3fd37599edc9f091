/// How many targets are unresponsive, over the fleet and over each group, kept up as results come: a decision in a storm of
/// thousands scans nothing.
///
/// A failure counts until its result is too old to say anything, so every target that counts has one entry in a queue of
/// expiries; fresh failures only move the time that is looked up when the entry surfaces.
struct FleetTally: Sendable {
    private var members: [Member]
    private var expiries: DeadlineQueue
    /// Of all targets, those silenced left out.
    private(set) var unresponsive = 0
    /// Likewise, by the engine's groups.
    private(set) var byGroup: [Int]
    private(set) var silenced = 0

    private struct Member: Sendable {
        var groups: [Int]
        var isSilenced: Bool
        /// The last moment at which it still fails; before everything where it does not.
        var failsUntil: Timestamp
        var isCounted = false
    }

    init(_ targets: [TargetState] = [], groups: Int = 0, now: Timestamp = .distantPast) {
        members = targets.map { Member(groups: $0.groups, isSilenced: $0.isSilenced, failsUntil: $0.failsUntil) }
        expiries = DeadlineQueue(count: targets.count)
        byGroup = Array(repeating: 0, count: groups)
        silenced = targets.count(where: \.isSilenced)
        for index in members.indices { settle(index, at: now) }
    }

    func counts(_ index: Int) -> Bool { members[index].isCounted }

    /// Takes in until when a target fails by what is known now.
    mutating func note(_ index: Int, failsUntil: Timestamp, at now: Timestamp) {
        members[index].failsUntil = failsUntil
        settle(index, at: now)
    }

    /// Lets go of failures that have become too old; returns whether there were any.
    mutating func expire(at now: Timestamp) -> Bool {
        let before = unresponsive
        while let index = expiries.popDue(at: now) { settle(index, at: now) }
        return unresponsive != before
    }

    private mutating func settle(_ index: Int, at now: Timestamp) {
        let member = members[index]
        let counts = !member.isSilenced && member.failsUntil >= now
        if counts != member.isCounted {
            members[index].isCounted = counts
            unresponsive += counts ? 1 : -1
            for group in member.groups { byGroup[group] += counts ? 1 : -1 }
        }
        if counts, !expiries.has(index) { expiries.set(index, member.failsUntil + .milliseconds(1)) }
    }
}

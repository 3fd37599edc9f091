/// An operator's word that some targets are not to be acted upon for a while.
extension Engine {
    mutating func silence(_ match: Rule.Match, until: Timestamp, by: String, reason: String) {
        guard until > now else { return }
        let record = SilenceRecord(
            id: numbering.nextSilence(),
            match: match,
            by: by,
            reason: reason,
            at: now,
            until: until
        )
        silences.append(record)
        keep(.silence(record))
        applySilences()
        let matching = targets.count { match.holds(for: $0.target) }
        note("silence \(record.id) by \(by) on \(matching) targets until \(until): \(reason)")
        reviewIncidents()
    }

    mutating func endSilence(_ id: Int64, by: String) {
        guard let position = silences.firstIndex(where: { $0.id == id }) else { return }
        var record = silences.remove(at: position)
        record.endedAt = now
        record.endedBy = by
        keep(.silence(record))
        applySilences()
        note("silence \(id) ended by \(by)")
        reviewIncidents()
    }

    /// Lets go of silences whose time is up: they need no record, their end was in the one of their beginning.
    mutating func expireSilences() {
        let expired = silences.filter { !$0.isInForce(at: now) }
        guard !expired.isEmpty else { return }
        silences.removeAll { !$0.isInForce(at: now) }
        applySilences()
        for silence in expired { note("silence \(silence.id) is over: its time is up") }
        reviewIncidents()
    }

    /// Brings every target's mark and the counts of the fleet up to the silences in force.
    mutating func applySilences() {
        for index in targets.indices {
            targets[index].isSilenced = silences.contains { $0.match.holds(for: targets[index].target) }
        }
        tally = FleetTally(targets, groups: groups.count, now: now)
        deadlines.set(silencesKey, silences.map(\.until).min())
        watchForStorms()
    }
}

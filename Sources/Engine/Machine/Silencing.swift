/// An operator's word that some targets are not to be acted upon for a while.
extension Engine {
    mutating func silence(_ match: Rule.Match, until: Timestamp, by: String, reason: String) {
        guard until > now else { return }
        forgetEndedSilences()
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
    }

    mutating func endSilence(_ id: Int64, by: String) {
        guard let position = silences.firstIndex(where: { $0.id == id }) else { return }
        var record = silences.remove(at: position)
        record.endedAt = now
        record.endedBy = by
        keep(.silence(record))
        for index in targets.indices where targets[index].incident != nil { review(index) }
    }

    func isSilenced(_ target: Target) -> Bool {
        silences.contains { $0.isInForce(at: now) && $0.match.holds(for: target) }
    }

    private mutating func forgetEndedSilences() {
        silences.removeAll { !$0.isInForce(at: now) }
    }
}

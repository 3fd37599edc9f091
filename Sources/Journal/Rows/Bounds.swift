internal import Engine

/// The journal's own limit on free text. Whoever makes a record bounds it already; a row stays small even where that was
/// forgotten.
private let maxTextBytes = 8_192

extension String {
    /// At most `maxTextBytes`, cut between two Unicode scalars, with an ellipsis where it was.
    fileprivate var bounded: String {
        guard utf8.count > maxTextBytes else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: maxTextBytes)
        while utf8[end] & 0b1100_0000 == 0b1000_0000 { end = utf8.index(before: end) }
        return String(self[..<end]) + "…"
    }
}

extension IncidentRecord {
    var bounded: IncidentRecord {
        var record = self
        record.conclusion = conclusion?.bounded
        return record
    }
}

extension ActionRecord {
    var bounded: ActionRecord {
        var record = self
        record.detail = detail?.bounded
        record.origin = origin.bounded
        return record
    }
}

extension DecisionRecord {
    var bounded: DecisionRecord {
        var record = self
        record.summary = summary.bounded
        record.evidence = evidence?.bounded
        return record
    }
}

extension Evidence {
    fileprivate var bounded: Evidence {
        var evidence = self
        evidence.condition = condition.bounded
        evidence.platform = platform.bounded
        for index in evidence.probes.indices { evidence.probes[index].reason = probes[index].reason?.bounded }
        for index in evidence.gates.indices { evidence.gates[index].detail = gates[index].detail.bounded }
        return evidence
    }
}

extension NotificationRecord {
    var bounded: NotificationRecord {
        var record = self
        record.lastError = lastError?.bounded
        record.notification.summary = notification.summary.bounded
        record.notification.description = notification.description.bounded
        record.notification.briefing = notification.briefing?.bounded
        return record
    }
}

extension Briefing {
    fileprivate var bounded: Briefing {
        var briefing = self
        briefing.news = news.bounded
        briefing.platform = platform?.bounded
        briefing.reasons = reasons.map(\.bounded)
        for index in sightings.indices { briefing.sightings[index].reason = sightings[index].reason?.bounded }
        for index in deeds.indices { briefing.deeds[index].outcome = deeds[index].outcome.bounded }
        for index in refusals.indices { briefing.refusals[index].reason = refusals[index].reason.bounded }
        return briefing
    }
}

extension SilenceRecord {
    var bounded: SilenceRecord {
        var record = self
        record.by = by.bounded
        record.reason = reason.bounded
        record.endedBy = endedBy?.bounded
        return record
    }
}

extension LatchRecord {
    var bounded: LatchRecord {
        var record = self
        record.by = by.bounded
        record.reason = reason.bounded
        return record
    }
}

extension TrustRecord {
    var bounded: TrustRecord {
        var record = self
        record.by = by.bounded
        record.reason = reason.bounded
        return record
    }
}

extension PauseRecord {
    var bounded: PauseRecord {
        var record = self
        record.by = by.bounded
        record.reason = reason.bounded
        return record
    }
}

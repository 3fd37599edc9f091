import Engine
import Journal
import Testing

/// What SQL gives back after a life is what the engine's own fold of the same records gives: the simulation, which has no
/// database, proves recovery by the latter.
struct FoldTests {
    @Test(arguments: UInt64(1)...24)
    func recoveryIsTheFoldOfTheRecords(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        var dice = Dice(state: seed)
        let records = try (0..<120).map { _ in try record(&dice) }
        var fold = RecordFold()
        var numbered: [Record] = []
        for record in records {
            // Decisions are appended, each once, counting up.
            if case .decision(var decision) = record {
                decision.id = Int64(numbered.count + 1)
                numbered.append(.decision(decision))
            } else {
                numbered.append(record)
            }
        }
        let journal = try JournalStore(directory: directory.data, startedAt: time(0))
        var rest = numbered[...]
        while !rest.isEmpty {
            let part = rest.prefix(1 + Int(dice.below(9)))
            rest = rest.dropFirst(part.count)
            try journal.commit(JournalBatch(records: Array(part)))
        }
        for record in numbered { fold.take(record) }
        try journal.close()
        let again = try JournalStore(directory: directory.data, startedAt: time(0))
        #expect(sorted(try again.recover()) == sorted(fold.recovered()))
        try again.close()
    }

    /// The order of two receivers' copies of one notification means nothing: each receiver has a line of its own.
    private func sorted(_ recovered: Recovered) -> Recovered {
        var recovered = recovered
        recovered.notifications.sort { ($0.notification.id, $0.receiver) < ($1.notification.id, $1.receiver) }
        return recovered
    }

    private func record(_ dice: inout Dice) throws -> Record {
        let vps = try #require(VPSID("vps_\(dice.below(3))"))
        let at = time(dice.below(40 * 86_400))
        let id = dice.below(6) + 1
        switch dice.below(11) {
        case 0: return .proof(ProofRecord(vps: vps, probe: "p\(dice.below(2))", fingerprint: UInt64(id), at: at))
        case 1: return .incident(incident(id, vps, at, &dice))
        case 2: return .action(action(id, vps, at, &dice))
        case 3: return .decision(decision(vps, at))
        case 4: return .notification(notification(id, vps, at, &dice))
        case 5: return .pause(PauseRecord(isPaused: dice.below(2) == 0, by: "ann", reason: "\(id)", at: at))
        case 6: return .silence(silence(id, at, &dice))
        case 7: return .latch(LatchRecord(isLatched: dice.below(2) == 0, by: "", reason: "\(id)", at: at))
        case 8: return .boot(BootRecord(vps: vps, began: at, took: .seconds(id), cause: .platform))
        case 9:
            let isRetired = dice.below(2) == 0
            let meta = [Label("__meta_hostup_name", "\(id)")]
            return .discovery(DiscoveryRecord(vps: vps, meta: meta, isRetired: isRetired, at: at))
        default:
            return .trust(
                TrustRecord(
                    rule: "r\(id % 3)",
                    fingerprint: 1,
                    isDisarmed: dice.below(2) == 0,
                    by: "",
                    reason: "",
                    at: at
                )
            )
        }
    }

    /// One id stays with one VPS and one beginning, as in life.
    private func incident(_ id: Int64, _ vps: VPSID, _ at: Timestamp, _ dice: inout Dice) -> IncidentRecord {
        let opened = time(id * 86_400)
        var record = IncidentRecord(id: id, vps: vps, name: "w", rule: "r", firstFailureAt: opened, openedAt: opened)
        record.state = [.open, .handedOver, .recovered, .closed][Int(dice.below(4))]
        if record.state.isOver { record.endedAt = max(at, opened) }
        return record
    }

    private func action(_ id: Int64, _ vps: VPSID, _ at: Timestamp, _ dice: inout Dice) -> ActionRecord {
        var record = ActionRecord(
            id: id,
            incident: id,
            vps: vps,
            name: "w",
            action: "restart",
            intendedAt: time(id * 6 * 86_400),
            origin: "rule r"
        )
        record.state = [.intended, .accepted, .outcomeUnknown, .completed, .rejected][Int(dice.below(5))]
        if record.state != .intended { record.answeredAt = max(at, record.intendedAt) }
        return record
    }

    private func decision(_ vps: VPSID, _ at: Timestamp) -> DecisionRecord {
        DecisionRecord(
            id: 0,
            incident: nil,
            vps: vps,
            name: "w",
            at: at,
            verdict: .note,
            action: nil,
            summary: "s",
            evidence: nil
        )
    }

    private func notification(_ id: Int64, _ vps: VPSID, _ at: Timestamp, _ dice: inout Dice) -> NotificationRecord {
        let notification = Notification(
            id: id,
            key: "k",
            status: .firing,
            kind: .notice,
            severity: "page",
            vps: vps,
            name: "w",
            summary: "s",
            description: "",
            startsAt: at
        )
        let state = [NotificationRecord.State.pending, .delivered, .undeliverable][Int(dice.below(3))]
        return NotificationRecord(notification: notification, receiver: "r\(dice.below(2))", state: state)
    }

    private func silence(_ id: Int64, _ at: Timestamp, _ dice: inout Dice) -> SilenceRecord {
        var record = SilenceRecord(
            id: id,
            match: Rule.Match(),
            by: "ann",
            reason: "",
            at: time(id * 3_600),
            until: time(id * 7_200)
        )
        if dice.below(2) == 0 { record.endedAt = max(at, record.at) }
        return record
    }
}

/// A small generator of our own (SplitMix64): the same seed, the same story.
private struct Dice {
    var state: UInt64

    mutating func below(_ bound: Int64) -> Int64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int64((bits ^ (bits >> 31)) % UInt64(bound))
    }
}

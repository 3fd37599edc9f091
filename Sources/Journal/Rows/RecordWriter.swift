internal import Engine
internal import FoundationEssentials
internal import GRDB

/// Writes records into their tables, inside somebody's transaction.
struct RecordWriter {
    let database: Database
    let bootID: String

    func write(_ record: JournalledRecord) throws {
        switch record {
        case .proof(let proof): try write(proof)
        case .incident(let incident): try write(incident.bounded)
        case .action(let action): try write(action.bounded)
        case .decision(let decision): try append(decision.bounded)
        case .notification(let notification): try write(notification.bounded)
        case .pause(let pause): try append(pause.bounded)
        case .silence(let silence): try stand(.silence, "\(silence.id)", at: silence.at, silence.bounded)
        case .latch(let latch): try stand(.latch, "", at: latch.at, latch.bounded)
        case .boot(let boot): try write(boot)
        case .trust(let trust): try stand(.trust, trust.rule, at: trust.at, trust.bounded)
        case .discovery(let discovery): try stand(.discovery, discovery.vps.text, at: discovery.at, discovery)
        }
    }

    private func write(_ proof: ProofRecord) throws {
        try run(
            "INSERT OR REPLACE INTO proof (vps, probe, at, body) VALUES (?, ?, ?, ?)",
            [proof.vps.text, proof.probe, proof.at.milliseconds, try RowBody.encode(proof)]
        )
    }

    private func write(_ incident: IncidentRecord) throws {
        try run(
            "INSERT OR REPLACE INTO incident (id, vps, is_over, at, body) VALUES (?, ?, ?, ?, ?)",
            [
                incident.id, incident.vps.text, incident.state.isOver, incident.openedAt.milliseconds,
                try RowBody.encode(incident),
            ]
        )
    }

    /// The boot id stays that of the intent: it tells whether the machine was restarted since.
    private func write(_ action: ActionRecord) throws {
        try run(
            """
            INSERT INTO action (id, incident, vps, is_open, at, boot_id, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, body = excluded.body
            """,
            [
                action.id, action.incident, action.vps.text, action.state.isOpen, action.intendedAt.milliseconds,
                bootID,
                try RowBody.encode(action),
            ]
        )
    }

    private func append(_ decision: DecisionRecord) throws {
        let body = try RowBody.encode(decision)
        let link = try DecisionChain.next(in: database, body: body)
        try run(
            "INSERT INTO decision (id, incident, vps, at, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                decision.id, decision.incident, decision.vps?.text, decision.at.milliseconds, body, link.previous,
                link.hash,
            ]
        )
    }

    private func write(_ record: NotificationRecord) throws {
        let notification = record.notification
        try run(
            """
            INSERT INTO notification (id, receiver, incident, vps, is_pending, at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id, receiver) DO UPDATE SET is_pending = excluded.is_pending, body = excluded.body
            """,
            [
                notification.id, record.receiver, notification.incident, notification.vps?.text,
                record.state == .pending, notification.startsAt.milliseconds, try RowBody.encode(record),
            ]
        )
    }

    private func append(_ pause: PauseRecord) throws {
        try run("INSERT INTO pause (at, body) VALUES (?, ?)", [pause.at.milliseconds, try RowBody.encode(pause)])
    }

    private func stand(_ kind: StandingKind, _ key: String, at: Timestamp, _ record: some Encodable) throws {
        try run(
            "INSERT OR REPLACE INTO standing (kind, key, at, body) VALUES (?, ?, ?, ?)",
            [kind.rawValue, key, at.milliseconds, try RowBody.encode(record)]
        )
    }

    /// Only the latest of each VPS are kept.
    private func write(_ boot: BootRecord) throws {
        try run(
            "INSERT OR REPLACE INTO boot (vps, began, body) VALUES (?, ?, ?)",
            [boot.vps.text, boot.began.milliseconds, try RowBody.encode(boot)]
        )
        try run(
            """
            DELETE FROM boot WHERE vps = ?1 AND began NOT IN (
                SELECT began FROM boot WHERE vps = ?1 ORDER BY began DESC LIMIT ?2
            )
            """,
            [boot.vps.text, Recovered.bootsKept]
        )
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

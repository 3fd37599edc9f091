internal import Engine

/// The engine's record, under a name that stays clear where GRDB's own `Record` is in sight as well.
typealias JournalledRecord = Record

extension Record {
    /// The latest time the record tells of what has been; a deadline ahead is none.
    var newestTime: Timestamp {
        switch self {
        case .proof(let proof): proof.at
        case .incident(let incident): incident.endedAt ?? incident.openedAt
        case .action(let action): action.endedAt ?? action.answeredAt ?? action.intendedAt
        case .decision(let decision): decision.at
        case .notification(let record): record.notification.endsAt ?? record.notification.startsAt
        case .pause(let pause): pause.at
        }
    }
}

public import Engine
internal import FoundationEssentials
internal import GRDB

/// What walking the whole chain of decisions showed.
public enum ChainAudit: Hashable, Sendable {
    /// Every row follows from the one before; from the first kept decision to the head.
    case intact(decisions: Int, head: ChainHead)
    /// The first decision that does not follow from the one before it, or whose bytes are not those that were hashed.
    case broken(atDecision: Int64)
}

extension JournalReader {
    /// Where the chain stands now.
    public func chainHead() throws(JournalError) -> ChainHead {
        try read(DecisionChain.head)
    }

    /// Hashes every decision anew. Reads the whole table, a row at a time.
    public func auditChain() throws(JournalError) -> ChainAudit {
        try read { database in
            let rows = try Row.fetchCursor(database, sql: "SELECT id, body, previous, hash FROM decision ORDER BY id")
            var head = ChainHead(decision: 0, hash: DecisionChain.genesis)
            var last: Data?
            var count = 0
            while let row = try rows.next() {
                let (previous, hash): (Data, Data) = (row[2], row[3])
                // The first that is kept may follow one that is not, unless it is the first of all.
                let expected = last ?? (row[0] == 1 ? DecisionChain.genesis : previous)
                guard previous == expected, DecisionChain.hash(previous, row[1]) == hash else {
                    return .broken(atDecision: row[0])
                }
                head = ChainHead(decision: row[0], hash: hash)
                last = hash
                count += 1
            }
            return .intact(decisions: count, head: head)
        }
    }

    /// What the journal has at the place of a head that was seen elsewhere, in a notification.
    public func compare(_ head: ChainHead) throws(JournalError) -> HeadComparison {
        try read { database in
            guard head.decision > 0 else { return .same }
            let found = try Data.fetchOne(
                database,
                sql: "SELECT hash FROM decision WHERE id = ?",
                arguments: [head.decision]
            )
            if let found { return ChainHead(decision: head.decision, hash: found) == head ? .same : .other }
            let oldest = try Int64.fetchOne(database, sql: "SELECT MIN(id) FROM decision") ?? .max
            return head.decision < oldest && oldest != .max ? .notKept : .missing
        }
    }

    /// At most `limit` decisions after the id, oldest first.
    public func decisions(after id: Int64, limit: Int) throws(JournalError) -> [DecisionRecord] {
        try records(DecisionRecord.self, "SELECT body FROM decision WHERE id > ? ORDER BY id LIMIT ?", [id, limit])
    }
}

/// A head of the chain that was seen elsewhere, against the journal.
public enum HeadComparison: Hashable, Sendable {
    case same
    /// That decision is there, and is another one.
    case other
    /// The journal does not go as far: rows were taken off its end, or it is another journal.
    case missing
    /// Older than what is kept.
    case notKept
}

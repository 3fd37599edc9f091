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
                guard previous == last ?? previous, DecisionChain.hash(previous, row[1]) == hash else {
                    return .broken(atDecision: row[0])
                }
                head = ChainHead(decision: row[0], hash: hash)
                last = hash
                count += 1
            }
            return .intact(decisions: count, head: head)
        }
    }
}

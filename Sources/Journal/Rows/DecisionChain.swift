internal import Crypto
internal import FoundationEssentials
internal import GRDB

/// Decisions as a chain: each row holds the SHA-256 of the previous row's hash followed by its own bytes, so that a row
/// changed or taken out afterwards shows in every later one.
enum DecisionChain {
    /// What the first decision of a journal follows.
    static let genesis = Data(repeating: 0, count: SHA256.byteCount)

    static func head(in database: Database) throws -> ChainHead {
        let statement = try database.cachedStatement(sql: "SELECT id, hash FROM decision ORDER BY id DESC LIMIT 1")
        guard let row = try Row.fetchOne(statement) else { return ChainHead(decision: 0, hash: genesis) }
        return ChainHead(decision: row[0], hash: row[1])
    }

    static func next(in database: Database, body: Data) throws -> (previous: Data, hash: Data) {
        let head = try database.cachedStatement(sql: "SELECT hash FROM decision ORDER BY id DESC LIMIT 1")
        let previous = try Data.fetchOne(head) ?? genesis
        return (previous, hash(previous, body))
    }

    static func hash(_ previous: Data, _ body: Data) -> Data {
        var sha = SHA256()
        sha.update(data: previous)
        sha.update(data: body)
        return Data(sha.finalize())
    }
}

/// Where the chain of decisions stands.
public struct ChainHead: Hashable, Sendable {
    /// The last decision's id; 0 before the first.
    public var decision: Int64
    /// Its hash, in hexadecimal.
    public var hash: String

    init(decision: Int64, hash: Data) {
        self.decision = decision
        let digits = Array("0123456789abcdef")
        self.hash = String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] })
    }
}

extension ChainHead: CustomStringConvertible {
    /// As notifications carry it, and as `init` takes it: `12:9f86d0…`.
    public var description: String { "\(decision):\(hash)" }

    /// Nil for a text that is no head.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let decision = Int64(parts[0]), decision >= 0, parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        self.decision = decision
        hash = parts[1].lowercased()
    }
}

public import Engine
internal import FoundationEssentials
internal import GRDB

/// Reads a journal: beside the daemon that writes it, or after its death. Changes nothing.
///
/// Calls block on the disk. Each sees one moment of the journal; two calls may see two.
public struct JournalReader: Sendable {
    private let connections: any DatabaseReader
    private let path: String

    /// Whose records are asked for.
    public enum Scope: Hashable, Sendable {
        case all
        case incident(Int64)
        case vps(VPSID)
    }

    init(_ connections: any DatabaseReader, path: String) {
        self.connections = connections
        self.path = path
    }

    /// Opens the journal in a daemon's data directory, without its lock.
    public init(directory: String) throws(JournalError) {
        let place = DataDirectory(directory)
        guard place.hasDatabase else { throw .missing(path: place.database) }
        switch try Preflight.inspect(place.database) {
        case .empty: throw .missing(path: place.database)
        case .journal(let version):
            guard version == Schema.version else {
                throw .olderSchema(path: place.database, found: version, known: Schema.version)
            }
        }
        path = place.database
        connections = try JournalError.wrapping(path: place.database) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            return try DatabaseQueue(path: place.database, configuration: configuration)
        }
    }

    /// Runs a query in one read transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
        try JournalError.wrapping(path: path) { try connections.read(body) }
    }

    /// The records in the `body` column of the rows a query finds.
    func records<Value: Decodable>(
        _ type: Value.Type,
        _ sql: String,
        _ arguments: StatementArguments = []
    ) throws(JournalError) -> [Value] {
        try read { database in
            try Data.fetchAll(database, sql: sql, arguments: arguments).map { body in
                do {
                    return try RowBody.decode(type, from: body)
                } catch {
                    throw damaged("a row is no \(type): \(error)")
                }
            }
        }
    }

    func damaged(_ detail: String) -> JournalError {
        .corrupt(path: path, detail: detail)
    }
}

internal import GRDB

/// Why the journal can't be used. The watchdog that meets one takes no action; probes and metrics go on.
///
/// Nothing here is ever repaired by deleting: what is broken stays for people to look at.
public enum JournalError: Error, Hashable, Sendable {
    /// The parent of the data directory is not there; only the last component is ever created.
    case parentMissing(directory: String)
    case notADirectory(String)
    case notWritable(path: String, reason: String)
    /// Another process holds the directory; `holder` is what it wrote of itself.
    case locked(directory: String, holder: String)
    /// For readers: nothing was ever written there.
    case missing(path: String)
    case newerSchema(path: String, found: Int, known: Int)
    /// For readers, which change nothing: the daemon of this version has not yet opened it.
    case olderSchema(path: String, found: Int, known: Int)
    /// An SQLite database, but not a journal.
    case foreign(path: String)
    case corrupt(path: String, detail: String)
    case diskFull(path: String)
    case failed(path: String, detail: String)
}

extension JournalError: CustomStringConvertible {
    /// One line that names the place and the remedy.
    public var description: String {
        switch self {
        case .parentMissing(let directory):
            "data_dir \(directory): its parent directory does not exist; create it, or correct data_dir"
        case .notADirectory(let path):
            "data_dir \(path) is not a directory; move the file away, or correct data_dir"
        case .notWritable(let path, let reason):
            "\(path) can't be written (\(reason)); let the user Defib runs as own data_dir, or choose another"
        case .locked(let directory, let holder):
            "data_dir \(directory) is in use by another Defib (\(holder)); stop it first, or give this one its own data_dir"
        case .missing(let path):
            "no journal at \(path); has `defib run` been started with this data_dir?"
        case .newerSchema(let path, let found, let known):
            "\(path) was made by a newer Defib: schema \(found), this one knows \(known); run the newer version"
        case .olderSchema(let path, let found, let known):
            "\(path) has schema \(found), this Defib reads \(known); start `defib run` of this version once to migrate it"
        case .foreign(let path):
            "\(path) is not a journal of Defib's; move it away, or correct data_dir"
        case .corrupt(let path, let detail):
            "\(path) is damaged (\(detail)); move it and its -wal file away, or restore them from a backup, and start again"
        case .diskFull(let path):
            "no space left for \(path); free some, or move data_dir"
        case .failed(let path, let detail):
            "\(path): \(detail)"
        }
    }
}

extension JournalError {
    /// What SQLite's result means here.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? JournalError ?? .failed(path: path, detail: "\(error)")
            return
        }
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .corrupt(path: path, detail: detail)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .notWritable(path: path, reason: detail)
        case _: self = .failed(path: path, detail: detail)
        }
    }

    /// Runs `body`; whatever it throws leaves as a journal's error.
    static func wrapping<Value>(path: String, _ body: () throws -> Value) throws(JournalError) -> Value {
        do {
            return try body()
        } catch {
            throw JournalError(error, path: path)
        }
    }
}

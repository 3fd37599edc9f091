internal import Glibc

/// Where the journal lives. Only its owner can look into what is made here.
struct DataDirectory {
    let path: String

    var database: String { path + "/journal.sqlite" }
    var lockFile: String { path + "/lock" }

    var hasDatabase: Bool { access(database, F_OK) == 0 }

    init(_ path: String) {
        self.path = path
    }

    /// Makes the directory where only it is missing.
    func prepare() throws(JournalError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path) }
            return
        }
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        let code = errno
        throw code == ENOENT ? .parentMissing(directory: path) : .notWritable(path: path, reason: words(for: code))
    }

    /// Creates an empty file of mode 0600 for SQLite to fill, which gives its companions the same mode.
    func createDatabaseFile() throws(JournalError) {
        let descriptor = open(database, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notWritable(path: database, reason: words(for: errno)) }
        close(descriptor)
    }
}

/// The system's words for an error number.
func words(for code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

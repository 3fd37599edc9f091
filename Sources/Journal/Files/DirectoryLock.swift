internal import Engine
internal import Glibc

/// The right to write in a data directory. The kernel gives it back when the process ends, however it ends; the file
/// stays, and what is written in it is for people.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    init(_ directory: DataDirectory, startedAt: Timestamp) throws(JournalError) {
        let opened = open(directory.lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .notWritable(path: directory.lockFile, reason: words(for: errno)) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = DirectoryLock.read(opened)
            close(opened)
            guard code == EWOULDBLOCK else { throw .notWritable(path: directory.lockFile, reason: words(for: code)) }
            throw .locked(directory: directory.path, holder: holder)
        }
        descriptor = opened
        DirectoryLock.write("pid \(getpid()), started \(startedAt)\n", to: opened)
    }

    /// Gives the right back before the process ends.
    func release() {
        flock(descriptor, LOCK_UN)
    }

    deinit {
        close(descriptor)
    }

    private static func read(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let text = String(decoding: buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return text.isEmpty ? "it has not said which" : text
    }

    /// Best effort: the lock holds without the note, and a full disk is met again, and told, by the first commit.
    private static func write(_ note: String, to descriptor: Int32) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        let bytes = Array(note.utf8)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}

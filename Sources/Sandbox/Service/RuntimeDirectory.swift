import FoundationEssentials
import Glibc

/// A directory for one run's sockets, images and consoles, readable by its owner alone.
///
/// A sandbox that is killed leaves its directory behind; the next one removes it, because nobody holds its lock.
final class RuntimeDirectory: Sendable {
    let path: String
    private let lock: Int32

    private static let prefix = "defib-sandbox-"
    private static let lockName = "lock"

    private init(path: String, lock: Int32) {
        self.path = path
        self.lock = lock
    }

    deinit {
        close(lock)
    }

    /// Makes a new one in `parent`, and removes those whose owners have died.
    static func make(in parent: String? = nil) throws(SandboxError) -> RuntimeDirectory {
        let parent = parent ?? Environment.value("TMPDIR") ?? "/tmp"
        removeAbandoned(in: parent)
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SandboxError("making a directory in \(parent)", errno: errno) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let lock = open("\(path)/\(lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw SandboxError("locking \(path)", errno: errno)
        }
        return RuntimeDirectory(path: path, lock: lock)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Only what a lock proves to be nobody's: a directory that has no lock yet may be somebody's in the making.
    private static func removeAbandoned(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            let lock = open("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
            guard lock >= 0 else { continue }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
            close(lock)
        }
    }
}

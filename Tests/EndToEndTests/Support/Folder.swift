import FoundationEssentials
import Glibc

/// A folder of one test under `/tmp`, for its owner alone.
struct Folder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/defib-e2e-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Mishap("no folder in /tmp: errno \(errno)") }
        path = String(cString: made)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func put(_ text: String, in name: String, mode: mode_t = 0o600) throws {
        try put(Array(text.utf8), in: name)
        guard chmod(file(name), mode) == 0 else { throw Mishap("chmod \(file(name)): errno \(errno)") }
    }

    func put(_ bytes: [UInt8], in name: String) throws {
        try Data(bytes).write(to: URL(filePath: file(name)))
    }

    func delete(_ name: String) throws {
        try FileManager.default.removeItem(atPath: file(name))
    }

    /// Empty where there is no such file.
    func text(of name: String) -> String {
        String(decoding: bytes(of: name), as: UTF8.self)
    }

    func bytes(of name: String) -> [UInt8] {
        Folder.read(file(name))
    }

    /// Of any file: empty where there is none.
    static func read(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(filePath: path))).map { Array($0) } ?? []
    }

    /// Every regular file in the folder `name`, by its path there.
    func files(in name: String) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for entry in try FileManager.default.subpathsOfDirectory(atPath: file(name)) {
            var status = stat()
            guard lstat(file("\(name)/\(entry)"), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            found[entry] = bytes(of: "\(name)/\(entry)")
        }
        return found
    }
}

/// Something around a test went wrong.
struct Mishap: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

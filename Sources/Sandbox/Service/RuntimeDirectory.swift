import Glibc

/// A directory for one run's sockets and logs, readable by its owner alone.
struct RuntimeDirectory: Sendable {
    let path: String

    static func make() throws(SandboxError) -> RuntimeDirectory {
        var template = Array("\(Environment.value("TMPDIR") ?? "/tmp")/defib-sandbox-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SandboxError("making a directory in /tmp", errno: errno) }
        return RuntimeDirectory(
            path: template.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init), as: UTF8.self) }
        )
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Removes the files in it and itself; it never holds directories.
    func remove() {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink(file(name))
            }
            closedir(stream)
        }
        rmdir(path)
    }
}

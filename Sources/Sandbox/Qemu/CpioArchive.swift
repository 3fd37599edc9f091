/// Builds an initial RAM file system: a cpio archive in the "newc" format (cpio(5); the kernel's
/// Documentation/driver-api/early-userspace/buffer-format.rst).
struct CpioArchive {
    private(set) var bytes: [UInt8] = []
    private var nextInode = 1
    private var directories: Set<String> = []

    /// Adds `path`, relative to the root, and the directories that lead to it.
    mutating func addFile(_ path: String, _ content: [UInt8], isExecutable: Bool = false) {
        addDirectories(above: path)
        add(path, mode: 0o100_000 | (isExecutable ? 0o755 : 0o644), content)
    }

    mutating func addDirectory(_ path: String) {
        addDirectories(above: path)
        if directories.insert(path).inserted { add(path, mode: 0o040_755, []) }
    }

    mutating func addLink(_ path: String, to target: String) {
        addDirectories(above: path)
        add(path, mode: 0o120_777, Array(target.utf8))
    }

    /// The archive with its trailer; nothing may be added after that.
    consuming func finished() -> [UInt8] {
        add("TRAILER!!!", mode: 0, [])
        return bytes
    }

    private mutating func addDirectories(above path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        addDirectory(String(path[..<slash]))
    }

    /// A header of thirteen fields, eight hexadecimal digits each, after the magic number; then the name and the
    /// content, both padded to four bytes.
    private mutating func add(_ name: String, mode: Int, _ content: [UInt8]) {
        let fields = [nextInode, mode, 0, 0, 1, 0, content.count, 0, 0, 0, 0, name.utf8.count + 1, 0]
        nextInode += 1
        bytes += Array("070701".utf8)
        for field in fields {
            let digits = String(field, radix: 16)
            bytes += Array((String(repeating: "0", count: 8 - digits.utf8.count) + digits).utf8)
        }
        bytes += Array(name.utf8) + [0]
        pad()
        bytes += content
        pad()
    }

    private mutating func pad() {
        bytes += Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
}

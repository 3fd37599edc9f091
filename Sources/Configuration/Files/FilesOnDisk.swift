internal import Glibc

/// The real files.
public struct FilesOnDisk: FileSource {
    public init() {}

    public func read(_ path: String, limit: Int) throws(FileFailure) -> [UInt8] {
        // Not blocking, so that opening a pipe without a writer ends.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFailure(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errno: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw FileFailure.isDirectory
        default: throw FileFailure.notRegular
        }
        guard Int(status.st_size) <= limit else { throw FileFailure.tooLarge(limit: limit) }
        return try readAll(descriptor, limit: limit)
    }

    public func obstacleToRunning(_ path: String) -> FileFailure? {
        var status = stat()
        guard stat(path, &status) == 0 else { return FileFailure(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return status.st_mode & S_IFMT == S_IFDIR ? .isDirectory : .notRegular
        }
        return access(path, X_OK) == 0 ? nil : .system("it is not executable")
    }

    /// A file may grow while it is read, or belong to /proc and claim no size: the limit holds regardless.
    private func readAll(_ descriptor: Int32, limit: Int) throws(FileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { throw FileFailure(errno: errno) }
                continue
            }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw FileFailure.tooLarge(limit: limit) }
        }
    }

    public func paths(matching pattern: String) throws(FileFailure) -> [String] {
        var matches = glob_t()
        defer { globfree(&matches) }
        let result = glob(pattern, 0, nil, &matches)
        guard result != GLOB_NOMATCH else { return [] }
        guard result == 0 else { throw FileFailure.system("the search failed") }
        return (0..<Int(matches.gl_pathc)).compactMap { matches.gl_pathv?[$0].map { String(cString: $0) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension FileFailure {
    fileprivate init(errno code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self = .missing
        case EACCES, EPERM: self = .notPermitted
        case EISDIR: self = .isDirectory
        case ENXIO: self = .notRegular
        default: self = .system(String(cString: strerror(code)))
        }
    }
}

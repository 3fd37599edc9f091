import Glibc

/// Small files that commands write.
enum Files {
    static func makeDirectory(_ path: String) throws(Trouble) {
        guard !path.isEmpty, access(path, F_OK) != 0 else { return }
        guard mkdir(path, 0o755) != 0 else { return }
        throw Trouble(
            "\(path) can't be created (\(String(cString: strerror(errno)))); create it, or choose another place"
        )
    }

    /// Puts the whole text there or nothing: it is written beside, and moved into place.
    static func replace(_ path: String, with text: String) throws(Trouble) {
        let draft = "\(path).\(getpid()).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw trouble(path) }
        let isWritten = writeAll(Array(text.utf8), to: descriptor)
        guard close(descriptor) == 0, isWritten, rename(draft, path) == 0 else {
            let trouble = trouble(path)
            unlink(draft)
            throw trouble
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return fsync(descriptor) == 0
    }

    private static func trouble(_ path: String) -> Trouble {
        Trouble("\(path) can't be written (\(String(cString: strerror(errno)))); choose a place that you may write to")
    }
}

internal import Glibc

/// Listening sockets in the file system, for their owner alone.
enum UnixListening {
    static func listen(path: String) throws(ListenError) -> Int32 {
        guard let address = UnixAddress(path: path) else { throw .pathTooLong(path) }
        try clear(path, address)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ListenError(errno, at: .unixSocket(path: path)) }
        // Before binding: so the file never has another mode, and the process's umask is left alone.
        guard fchmod(descriptor, 0o600) == 0, address.call({ bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, ListeningSocket.backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw ListenError(code, at: .unixSocket(path: path))
        }
        return descriptor
    }

    /// Takes away what a daemon that was killed left behind; something that answers, or is no socket, stays.
    private static func clear(_ path: String, _ address: UnixAddress) throws(ListenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        guard address.call({ connect(probe, $0, $1) }) != 0 else { throw .inUse(.unixSocket(path: path)) }
        unlink(path)
    }
}

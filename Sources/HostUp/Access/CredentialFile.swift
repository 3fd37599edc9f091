import Glibc

extension Credential {
    /// Reads `token_file`. A key that everyone on the machine can read is refused: by then it is not a secret.
    public static func file(_ path: String) throws(CredentialError) -> Credential {
        let place = "token file '\(path)'"
        // Not blocking, so that a pipe without a writer is refused below rather than waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw CredentialError(code == ENOENT ? .missing : .unreadable(String(cString: strerror(code))), at: place)
        }
        defer { close(descriptor) }
        try check(descriptor, place)
        return try Credential(text(of: descriptor, place), from: place)
    }

    private static let maxBytes = 4_096

    /// Looks at the open file, not at the path, so that both are the same file.
    private static func check(_ descriptor: Int32, _ place: String) throws(CredentialError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw CredentialError(.unreadable(String(cString: strerror(errno))), at: place)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CredentialError(.notAFile, at: place) }
        guard status.st_mode & S_IROTH == 0 else {
            throw CredentialError(.worldReadable(mode: status.st_mode & 0o7777), at: place)
        }
        guard status.st_size <= maxBytes else { throw CredentialError(.tooLarge, at: place) }
    }

    private static func text(of descriptor: Int32, _ place: String) throws(CredentialError) -> String {
        var buffer = [UInt8](repeating: 0, count: maxBytes + 1)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw CredentialError(.unreadable(String(cString: strerror(errno))), at: place) }
        guard count <= maxBytes else { throw CredentialError(.tooLarge, at: place) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

import Glibc

/// The program this process runs.
public enum OwnProgram {
    /// Its file. `/proc/self/exe` itself is no name to hand on: whoever passes it through another program (`unshare`,
    /// `setpriv`, a shell) names that program by it.
    public static func path() throws(SandboxError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { throw SandboxError("finding this program's own file", errno: errno) }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

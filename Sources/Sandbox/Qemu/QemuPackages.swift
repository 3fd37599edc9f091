import FoundationEssentials
import Glibc

/// Debian's packages that a real guest is made of, downloaded once and unpacked without being installed.
///
/// Needs apt, dpkg and the archive's lists; no privilege.
struct QemuPackages {
    /// The directory the packages are unpacked into.
    let root: String

    /// What the guest runs on and from. The kernel's package is named by the one that follows Debian's current kernel.
    private static let kernelMeta = "linux-image-cloud-amd64"
    private static let others = ["busybox-static", "qemu-guest-agent"]

    /// Unpacks what is missing, and returns where it all is. One process at a time: others wait for its result.
    static func prepare(_ options: QemuOptions) throws(SandboxError) -> QemuPackages {
        let cache = options.cacheDirectory
        try Tool.run(["mkdir", "-p", cache])
        let lock = open("\(cache)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw SandboxError(
                "locking \(cache)/.lock",
                errno: errno,
                remedy: "set DEFIB_CACHE to a writable directory"
            )
        }
        defer { close(lock) }
        let packages = QemuPackages(root: "\(cache)/root")
        if !FileManager.default.fileExists(atPath: packages.root) { try packages.download(into: cache) }
        return packages
    }

    /// Downloads and unpacks beside the final place, and moves the whole there at the end: a broken download is never
    /// taken for a good one.
    private func download(into cache: String) throws(SandboxError) {
        let work = "\(cache)/work"
        try Tool.run(["rm", "-rf", work])
        try Tool.run(["mkdir", "-p", "\(work)/root"])
        let names = [try Self.kernelPackage()] + Self.others
        let script = #"cd "$1" && shift && apt-get -qq download "$@" && for p in *.deb; do dpkg-deb -x "$p" root; done"#
        do {
            try Tool.run(["sh", "-c", script, "sh", work] + names)
        } catch {
            throw SandboxError("downloading \(names.joined(separator: ", ")): \(error); run `apt-get update` first")
        }
        try Tool.run(["mv", "\(work)/root", root])
        try Tool.run(["rm", "-rf", work])
    }

    private static func kernelPackage() throws(SandboxError) -> String {
        let words = try Tool.run(["apt-cache", "depends", kernelMeta])
        let lines = String(decoding: words, as: UTF8.self).split(separator: "\n")
        for line in lines {
            guard let name = line.split(separator: " ").last, name.hasPrefix("linux-image-") else { continue }
            if line.contains("Depends:") { return String(name) }
        }
        throw SandboxError("apt knows no kernel behind \(kernelMeta); run `apt-get update` first")
    }

    /// The kernel's version, as its directories are named.
    func kernelVersion() throws(SandboxError) -> String {
        let versions = try list("lib/modules").sorted()
        guard let newest = versions.last else { throw SandboxError("no kernel in \(root); remove that directory") }
        return newest
    }

    func kernel() throws(SandboxError) -> String {
        "\(root)/boot/vmlinuz-\(try kernelVersion())"
    }

    func read(_ path: String) throws(SandboxError) -> [UInt8] {
        try Self.read(absolute: "\(root)/\(path)")
    }

    static func read(absolute path: String) throws(SandboxError) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw SandboxError("reading \(path): \(error)")
        }
    }

    private func list(_ path: String) throws(SandboxError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")
        } catch {
            throw SandboxError("listing \(root)/\(path): \(error); remove \(root) to have it downloaded again")
        }
    }
}

/// How real guests are run.
public struct QemuOptions: Sendable {
    /// Where the kernel and the guest's programs are kept once downloaded; nil: `$DEFIB_CACHE/qemu`, else
    /// `$XDG_CACHE_HOME/defib/qemu`, else `~/.cache/defib/qemu`.
    public var cache: String?
    public var program = "qemu-system-x86_64"
    /// A machine needs about 100 MiB to boot; the rest is its own.
    public var memoryMebibytes = 192

    public init() {}

    /// Where the cache is.
    public var cacheDirectory: String {
        if let cache { return cache }
        let environment = Environment.all()
        if let own = environment["DEFIB_CACHE"] { return own + "/qemu" }
        if let shared = environment["XDG_CACHE_HOME"] { return shared + "/defib/qemu" }
        return (environment["HOME"] ?? "/var/tmp") + "/.cache/defib/qemu"
    }
}

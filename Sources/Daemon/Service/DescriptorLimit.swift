import Glibc

/// Every probe under way has a descriptor of its own; the soft limit most systems start with is 1,024.
enum DescriptorLimit {
    /// Raises the soft limit to the hard one, which is all an unprivileged process may do.
    static func raise() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}

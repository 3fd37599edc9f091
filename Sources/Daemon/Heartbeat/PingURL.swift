/// The URL of one kind of ping: the check's own, with `/start` or `/fail` at the end of its path.
enum PingURL {
    static func of(_ ping: HeartbeatRhythm.Ping, _ base: String) -> String {
        switch ping {
        case .success: base
        case .start: appending("/start", to: base)
        case .fail: appending("/fail", to: base)
        }
    }

    /// A query such as `?create=1` stays behind the path.
    private static func appending(_ ending: String, to base: String) -> String {
        let path = base.prefix { $0 != "?" && $0 != "#" }
        let trimmed = path.last == "/" ? path.dropLast() : path
        return trimmed + ending + base[path.endIndex...]
    }
}

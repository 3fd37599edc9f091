import Glibc

/// `data_dir/PAUSED`: while it is there nothing is sent, whether or not a daemon runs.
struct PauseFile {
    let path: String

    init(directory: String) {
        path = "\(directory)/PAUSED"
    }

    var isThere: Bool { access(path, F_OK) == 0 }

    func write(_ reason: String) throws(Trouble) {
        try Files.replace(path, with: reason.withoutControls + "\n")
    }

    /// Whether it was there.
    func remove() throws(Trouble) -> Bool {
        if unlink(path) == 0 { return true }
        guard errno != ENOENT else { return false }
        throw Trouble("\(path) can't be removed (\(String(cString: strerror(errno)))); remove it as its owner")
    }
}

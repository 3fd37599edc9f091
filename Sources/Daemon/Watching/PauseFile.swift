import Glibc

/// The file `PAUSED` in the data directory: while it is there, nothing is done to any guest.
///
/// It is looked for each second, from the open directory: walking the path from its root, whose parts nobody else has touched
/// meanwhile, was a quarter of what the engine's thread does when idle.
final class PauseFile: Sendable {
    private let path: String
    private let directory: Int32

    init(in directory: String) {
        path = "\(directory)/PAUSED"
        self.directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    deinit {
        if directory >= 0 { close(directory) }
    }

    var isThere: Bool {
        directory >= 0 ? faccessat(directory, "PAUSED", F_OK, 0) == 0 : access(path, F_OK) == 0
    }
}

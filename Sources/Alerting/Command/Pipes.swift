internal import Glibc

/// A pipe to a program's standard input and one from its standard error; our ends never block.
final class Pipes {
    private(set) var theirInput: Int32 = -1
    private(set) var ourInput: Int32 = -1
    private(set) var theirErrors: Int32 = -1
    private(set) var ourErrors: Int32 = -1

    /// Nil where the system is out of descriptors.
    init?() {
        guard let input = Pipes.open() else { return nil }
        guard let errors = Pipes.open() else {
            close(input.read)
            close(input.write)
            return nil
        }
        (theirInput, ourInput) = input
        (ourErrors, theirErrors) = errors
        for end in [ourInput, ourErrors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    private static func open() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    func closeTheirs() {
        close(theirInput)
        close(theirErrors)
    }

    func closeInput() {
        if ourInput >= 0 { close(ourInput) }
        ourInput = -1
    }

    func closeOurs() {
        closeInput()
        close(ourErrors)
    }
}

import ArgumentParser

/// What the shell is told.
enum ExitStatus {
    static let fine: Int32 = 0
    /// Something is wrong out there, or went wrong in here.
    static let finding: Int32 = 1
    /// The command was not understood.
    static let misuse: Int32 = 2

    /// Ends a command that has already said what it found.
    static let found = ExitCode(finding)
}

import Configuration

/// What ends a command: for people, in one line that names the place, what is wrong there and the remedy.
struct Trouble: Error {
    /// Ends with its newline.
    let text: String
    let status: Int32

    init(_ line: String, status: Int32 = ExitStatus.finding) {
        text = "defib: \(line.withoutControls)\n"
        self.status = status
    }

    /// A configuration that can't be used, with everything that is wrong in it.
    init(_ diagnostics: [Diagnostic]) {
        text = diagnostics.rendered
        status = ExitStatus.finding
    }
}

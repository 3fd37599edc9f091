import Configuration

/// What ends a command: for people, in one line that names the place, what is wrong there and the remedy.
struct Trouble: Error {
    /// Ends with its newline.
    let text: String

    init(_ line: String) {
        text = "defib: \(line.withoutControls)\n"
    }

    /// A configuration that can't be used, with everything that is wrong in it.
    init(_ diagnostics: [Diagnostic]) {
        text = diagnostics.rendered
    }
}

/// How things stand after a pause or a resumption.
struct PauseAnswer: Encodable {
    var isPaused: Bool
    var isDaemonRunning: Bool

    func print(_ title: String, _ words: String, _ option: OutputOption) throws {
        guard !option.json else { return try JSONOutput.print(self) }
        Console.output.paragraph(Styled(title, .strong) + Styled(": \(words)"))
    }
}

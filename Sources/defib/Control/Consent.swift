import Glibc

/// A person's yes, before something that can't be taken back.
enum Consent {
    static func ask(_ question: String) throws(Trouble) {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Trouble("nobody is there to be asked back; give --yes", status: ExitStatus.misuse)
        }
        Console.errors.write("\(question.withoutControls) [y/N] ")
        guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else {
            throw Trouble("nothing was sent")
        }
    }
}

public import Engine
internal import Synchronization

/// A program of the operator's: run without a shell, the webhook's JSON on its standard input.
///
/// Exit code 0 is a delivery. 64, 65, 77 and 78 (a wrong call, bad data, no permission, bad configuration: sysexits.h) are refusals for
/// good; every other, 75 (try again) first of all, is worth another attempt. It runs in a process group of its own, which is ended
/// with it, whatever it left behind.
public struct CommandReceiver: Receiver {
    public var name: String
    /// The program's absolute path, and its arguments.
    public var arguments: [String]
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var externalURL: String

    public init(name: String, arguments: [String], deadline: Int = 10_000, externalURL: String) {
        self.name = name
        self.arguments = arguments
        self.deadline = deadline
        self.externalURL = externalURL
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        let payload = WebhookPayload(notification, receiver: name, externalURL: externalURL).json
        let child = ChildProcess(arguments: arguments, input: payload, deadline: deadline)
        let ending = await withCheckedContinuation { continuation in
            // A thread of its own: waiting for a process blocks.
            if !DetachedThread.run({ continuation.resume(returning: child.run()) }) {
                continuation.resume(returning: .notStarted("this machine is out of threads"))
            }
        }
        return outcome(of: ending)
    }

    private func outcome(of ending: ChildProcess.Ending) -> DeliveryOutcome {
        switch ending {
        case .exited(code: 0, _): .delivered
        case .exited(code: 64, let words), .exited(code: 65, let words), .exited(code: 77, let words),
            .exited(code: 78, let words):
            .refused(said(words, "refused it for good"))
        case .exited(let code, let words): .failed(said(words, "ended with exit code \(code)"), retryAfter: nil)
        case .killed(let signal, let words): .failed(said(words, "was ended by signal \(signal)"), retryAfter: nil)
        case .ranTooLong: .failed("\(program) did not end within \(deadline) ms and was killed", retryAfter: nil)
        case .notStarted(let why): .failed("\(program) can't be started: \(why)", retryAfter: nil)
        }
    }

    private var program: String { arguments.first ?? "nothing" }

    private func said(_ words: String, _ what: String) -> String {
        let line = Redaction(url: "", secrets: []).line(words)
        return line.isEmpty ? "\(program) \(what)" : "\(program) \(what): \(line)"
    }
}

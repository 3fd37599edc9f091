import Engine

extension Operation {
    /// The `operation` of a power action's answer; nil where there is none that could be read.
    ///
    /// A job without an id is still taken as the provider's word that it accepted, if it carries one of the documented
    /// states: the action counts as sent either way, and this one has the better evidence.
    static func accepted(in body: JSON) -> Accepted? {
        guard let envelope = body["operation"], envelope.isObject else { return nil }
        let jobID = envelope.present("jobId").flatMap { $0.text ?? $0.integer.map(String.init) }?.printable(limit: 128)
        guard let jobID, !jobID.isEmpty else {
            return envelope["status"]?.text.flatMap(JobWord.init(rawValue:)).map { _ in Accepted(operation: nil) }
        }
        let pollPath = envelope.present("pollUrl")?.text.flatMap { PollPath.job($0) }
        return Accepted(operation: Operation(jobID: jobID, pollPath: pollPath))
    }

    struct Accepted {
        var operation: Operation?
    }
}

/// The documented states of an operation.
enum JobWord: String {
    case pending, queued
    case inProgress = "in_progress"
    case completed, failed
}

import Engine

/// The body of a job, which comes in two forms: the operation envelope that v2's pages imply, and v1's
/// `{"success", "data": {"status", "state", "isCompleted", "isFailed", …}}`.
struct JobBody {
    let json: JSON

    private var operation: JSON? { json.present("operation") }
    private var data: JSON? { json.present("data") }

    /// `.operation.status`, else `.data.status`, else `.data.state`.
    private var words: [String] {
        [operation?["status"], data?["status"], data?["state"]].compactMap { $0?.text }
    }

    private func flag(_ name: String) -> Bool? {
        operation?[name]?.bool ?? data?[name]?.bool
    }

    private var jobIDs: [String] {
        [operation?["jobId"], data?["jobId"]].compactMap { $0?.text }
    }

    /// What it says of the job `id`.
    ///
    /// Only `completed` and `isCompleted: true`, `failed` and `isFailed: true` are ends. Whatever speaks against an end
    /// in the same body makes it no end but a riddle, which the status and the probes must solve.
    func reading(of id: String) -> OperationReading {
        if json["success"]?.flag == false { return .indeterminate("the answer says success: false") }
        if let other = jobIDs.first(where: { $0 != id }) {
            return .indeterminate("the answer speaks of job \(other.printable(limit: 80))")
        }
        let isCompleted = words.contains("completed") || flag("isCompleted") == true
        let isFailed = words.contains("failed") || flag("isFailed") == true
        guard isCompleted || isFailed else { return whileOpen }
        guard !isContradicted(completed: isCompleted, failed: isFailed) else {
            return .indeterminate("contradictory: \(evidence)")
        }
        return isCompleted ? .completed : .failed(failureWords)
    }

    private var whileOpen: OperationReading {
        guard let word = words.first else { return .indeterminate("no status in the answer") }
        return .underway(word.printable(limit: 60))
    }

    private func isContradicted(completed: Bool, failed: Bool) -> Bool {
        let end = completed ? "completed" : "failed"
        return completed && failed
            || words.first.map { $0 != end } ?? false
            || flag(completed ? "isCompleted" : "isFailed") == false
            || flag("isRunning") == true || flag("isWaiting") == true
    }

    private var evidence: String {
        let flags = ["isCompleted", "isFailed", "isRunning", "isWaiting"].compactMap { name in
            flag(name).map { "\(name) \($0)" }
        }
        return (words.map { "status \($0)" } + flags).joined(separator: ", ").printable(limit: 200)
    }

    private var failureWords: String {
        let said = operation?.present("result") ?? data?.present("result") ?? data?.present("progressDetails")
        return said.map { $0.text?.printable(limit: 200) ?? $0.summary() } ?? ""
    }
}

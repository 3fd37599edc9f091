import Engine
import Journal
import Probes

/// The journal for readers: each query on a thread of its own, for it waits for the disk.
struct JournalDesk: Sendable {
    let reader: JournalReader

    init(_ reader: JournalReader) {
        self.reader = reader
    }

    func read<Value: Sendable>(
        _ query: @escaping @Sendable (JournalReader) throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        let result = await withCheckedContinuation {
            (waiting: CheckedContinuation<Result<Value, JournalError>, Never>) in
            let work: @Sendable () -> Void = { [reader] in
                waiting.resume(returning: Result { () throws(JournalError) in try query(reader) })
            }
            // No thread to be had: better a short wait on this one than no answer.
            guard let thread = try? ServiceThread.start("defib-read", work) else { return work() }
            thread.detach()
        }
        return try result.get()
    }
}

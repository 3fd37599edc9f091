import Dispatch
import Engine
import Journal

/// The journal for readers: each query on a queue of its own, for it waits for the disk.
struct JournalDesk: Sendable {
    private let reader: JournalReader
    private let queue = DispatchQueue(label: "defib.journal.reads")

    init(_ reader: JournalReader) {
        self.reader = reader
    }

    func read<Value: Sendable>(
        _ query: @escaping @Sendable (JournalReader) throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, JournalError>, Never>) in
            queue.async { [reader] in
                continuation.resume(returning: Result { () throws(JournalError) in try query(reader) })
            }
        }
        return try result.get()
    }
}

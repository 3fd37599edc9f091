import FoundationEssentials
import Synchronization

/// Every request to the API, in the order received. Tests read it to know what was sent, and that nothing else was.
final class RequestLog: Sendable {
    private struct Entry {
        var sequence: Int
        var received: Date
        var method: String
        var path: String
        var endpoint: Endpoint?
        var vps: String?
        var body: String
        /// Nil while it is being answered, and for good where it never was.
        var status: Int?
        var isDone = false
    }

    private struct State {
        var entries: [Entry] = []
        var next = 1
    }

    private let state = Mutex(State())
    private static let limit = 20_000

    /// Notes that a request came in, before anything is done about it; the answer is its number.
    func received(method: String, target: String, endpoint: Endpoint?, vps: String?, body: [UInt8]) -> Int {
        state.withLock { state in
            let entry = Entry(
                sequence: state.next,
                received: Date.now,
                method: method,
                path: target,
                endpoint: endpoint,
                vps: vps,
                body: String(decoding: body.prefix(4096), as: UTF8.self)
            )
            state.next += 1
            state.entries.append(entry)
            if state.entries.count > Self.limit { state.entries.removeFirst(Self.limit / 10) }
            return entry.sequence
        }
    }

    func answered(_ sequence: Int, status: Int?) {
        state.withLock { state in
            guard let first = state.entries.first?.sequence, state.entries.indices.contains(sequence - first) else {
                return
            }
            state.entries[sequence - first].status = status
            state.entries[sequence - first].isDone = true
        }
    }

    /// The entries numbered above `sequence`.
    func json(since sequence: Int) -> JSON {
        let entries = state.withLock { state in state.entries.filter { $0.sequence > sequence } }
        return ["requests": .array(entries.map(Self.json))]
    }

    private static func json(_ entry: Entry) -> JSON {
        [
            "sequence": .int(entry.sequence),
            "time": .string(Identifiers.time(entry.received)),
            "method": .string(entry.method),
            "path": .string(entry.path),
            "endpoint": (entry.endpoint?.rawValue).map(JSON.string) ?? .null,
            "vps": entry.vps.map(JSON.string) ?? .null,
            "body": .string(entry.body),
            "status": entry.status.map(JSON.int) ?? .null,
            "done": .bool(entry.isDone),
        ]
    }
}

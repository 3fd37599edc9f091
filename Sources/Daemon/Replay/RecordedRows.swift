import Engine
import Journal

/// Rows that are replaced as they go on: the journal has each in its latest state, which must be one the replay gave it.
struct RecordedRows {
    private struct Line: Hashable {
        var id: Int64
        var receiver: String
    }

    private let reader: JournalReader
    private var actions: [Int64: [ActionRecord]] = [:]
    private var actionOrder: [Int64] = []
    private var notifications: [Line: [NotificationRecord]] = [:]
    private var notificationOrder: [Line] = []

    init(_ reader: JournalReader) {
        self.reader = reader
    }

    /// Whether it is the first of its action.
    mutating func saw(_ action: ActionRecord) -> Bool {
        let isFirst = actions[action.id] == nil
        actions[action.id, default: []].append(action)
        if isFirst { actionOrder.append(action.id) }
        return isFirst
    }

    mutating func saw(_ record: NotificationRecord) -> Bool {
        let line = Line(id: record.notification.id, receiver: record.receiver)
        let isFirst = notifications[line] == nil
        notifications[line, default: []].append(record)
        if isFirst { notificationOrder.append(line) }
        return isFirst
    }

    func firstDifference() throws(JournalError) -> ExactReplay.Difference? {
        for id in actionOrder {
            let kept = try reader.action(id)
            guard let states = actions[id], let last = states.last, !states.contains(where: { $0 == kept }) else {
                continue
            }
            return ExactReplay.Difference(
                at: last.intendedAt,
                target: last.name,
                recorded: kept.map(words),
                replayed: words(last)
            )
        }
        for line in notificationOrder {
            let kept = try reader.notification(line.id, to: line.receiver)
            guard let states = notifications[line], let last = states.last, !states.contains(where: { $0 == kept })
            else { continue }
            return ExactReplay.Difference(
                at: last.notification.startsAt,
                target: last.notification.name,
                recorded: kept.map(words),
                replayed: words(last)
            )
        }
        return nil
    }

    private func words(_ action: ActionRecord) -> String {
        "action \(action.id), \(action.action) at \(action.intendedAt): \(action.state.rawValue)"
    }

    private func words(_ record: NotificationRecord) -> String {
        "notification \(record.notification.id) to \(record.receiver), \(record.state.rawValue): "
            + record.notification.summary
    }
}

internal import Engine

/// What is owed to receivers and what reached them.
struct PostKnowledge {
    struct Line: Hashable {
        var receiver: String
        var key: String
    }

    struct Item: Hashable {
        var id: Int64
        var receiver: String
    }

    /// Durable and not yet seen to be delivered.
    private(set) var waiting: Set<Item> = []
    private(set) var delivered: Set<Item> = []
    /// The latest that reached a receiver under a key.
    private var latest: [Line: Int64] = [:]
    private var keys: [Int64: String] = [:]
    /// What digests on their way to a receiver stand for.
    private var carried: [Item: [Notification]] = [:]
    private var written: Int64 = 0

    mutating func owed(_ row: NotificationRecord) {
        if row.notification.incident != nil { keys[row.notification.id] = row.notification.key }
    }

    mutating func written(_ row: NotificationRecord) {
        written = max(written, row.notification.id)
        let item = Item(id: row.notification.id, receiver: row.receiver)
        switch row.state {
        case .pending: if !delivered.contains(item) { waiting.insert(item) }
        // What the row says of it is no proof that it arrived.
        case .delivered: if delivered.contains(item) { waiting.remove(item) }
        case .undeliverable: waiting.remove(item)
        }
    }

    /// Numbers that never reached the disk are given out again.
    mutating func beginLife(_ recovered: Recovered) {
        let last = recovered.lastNotificationID
        for (line, id) in latest where id > last { latest[line] = last }
        delivered = delivered.filter { $0.id <= last }
        carried = [:]
    }

    /// Something reached a receiver; returns what is wrong with that.
    mutating func take(_ notification: Notification, _ receiver: String) -> String? {
        guard let members = notification.members else { return take(notification.id, notification.key, receiver) }
        carried[Item(id: notification.id, receiver: receiver)] = members
        for member in members {
            if let what = take(member.id, member.key, receiver) { return what }
            // The digest stands for what was owed of a member before, too.
            for (id, key) in keys where key == member.key && id < member.id {
                delivered.insert(Item(id: id, receiver: receiver))
            }
        }
        return nil
    }

    private mutating func take(_ id: Int64, _ key: String, _ receiver: String) -> String? {
        let isFirst = delivered.insert(Item(id: id, receiver: receiver)).inserted
        let line = Line(receiver: receiver, key: key)
        defer { latest[line] = max(latest[line] ?? 0, id) }
        guard isFirst, let before = latest[line], before > id else { return nil }
        return "#\(id) reached \(receiver) after #\(before) of the same key"
    }

    /// A digest stands for everything that was owed of its members until then.
    mutating func ended(_ id: Int64, _ receiver: String, _ outcome: DeliveryOutcome) {
        guard outcome == .delivered else { return }
        let item = Item(id: id, receiver: receiver)
        waiting.remove(item)
        for member in carried.removeValue(forKey: item) ?? [] {
            for other in waiting
            where other.receiver == receiver && other.id <= member.id && keys[other.id] == member.key {
                waiting.remove(other)
            }
        }
    }
}

/// I9 and I10: somebody is told, in order, of everything that matters.
extension Referee {
    mutating func delivered(_ notification: Notification, to receiver: String, at now: Timestamp) {
        if let incident = notification.incident, notification.key != key(of: incident, notification) {
            find(.told, at: now, "#\(notification.id) of incident \(incident) came under another key")
        }
        if let what = post.take(notification, receiver) { find(.told, at: now, what) }
    }

    private mutating func key(of incident: Int64, _ notification: Notification) -> String {
        let opened = incidents[incident]?.openedAt.milliseconds ?? 0
        let known = incidentKeys[incident]
        guard let known, known.opened == opened else {
            incidentKeys[incident] = (opened, notification.key)
            return notification.key
        }
        return known.key
    }

    mutating func tellsOfOpening(_ incident: IncidentRecord, _ effects: [Effect], at now: Timestamp) {
        guard !tells(of: incident, [.incidentOpened], effects) else { return }
        find(.told, at: now, "incident \(incident.id) was opened, and nobody is told")
    }

    mutating func tellsOfHandOver(_ incident: IncidentRecord, _ effects: [Effect], at now: Timestamp) {
        guard !tells(of: incident, [.handedOver, .wouldAct, .page], effects) else { return }
        find(.ending, at: now, "incident \(incident.id) was handed over, and nobody is told")
    }

    mutating func tellsOfEnd(_ incident: IncidentRecord, _ effects: [Effect], at now: Timestamp) {
        let isTold = effects.contains { effect in
            guard case .record(.notification(let row)) = effect else { return false }
            return row.notification.incident == incident.id && row.notification.status == .resolved
        }
        if !isTold { find(.told, at: now, "incident \(incident.id) is over, and nobody is told") }
    }

    private func tells(of incident: IncidentRecord, _ kinds: [Notification.Kind], _ effects: [Effect]) -> Bool {
        effects.contains { effect in
            guard case .record(.notification(let row)) = effect else { return false }
            return row.notification.incident == incident.id && kinds.contains(row.notification.kind)
        }
    }
}

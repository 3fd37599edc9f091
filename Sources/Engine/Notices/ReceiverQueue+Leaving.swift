/// What leaves for a receiver, and when.
extension ReceiverQueue {
    private var room: Int { (failures > 0 ? 1 : ReceiverQueue.inFlight) - flights.count }

    /// What leaves now, on its way until `settle`.
    mutating func takeDue(at now: Timestamp) -> [Departing] {
        guard now >= pausedUntil else { return [] }
        var departing: [Departing] = []
        while room > 0, let next = nextDigest(at: now) ?? nextAlone(at: now) ?? nextAgain(at: now) {
            departing.append(next)
        }
        return departing
    }

    private mutating func nextAlone(at now: Timestamp) -> Departing? {
        while !ready.isEmpty {
            let key = ready.removeFirst()
            guard let line = lines[key], let entry = line.waiting.first else { continue }
            if line.telling == .notYet, isToBeGathered(entry.record.notification, at: now) {
                lines[key]?.telling = .inDigest(grouping.gather(key, for: policy.name, line.waiting, at: now))
                continue
            }
            if line.telling == .notYet { grouping.noteAlone(at: now) }
            lines[key]?.telling = .alone
            flights[entry.record.notification.id] = .alone(key: key)
            return Departing(notification: entry.record.notification)
        }
        return nil
    }

    /// What is about Defib itself is told at once and alone.
    private func isToBeGathered(_ notification: Notification, at now: Timestamp) -> Bool {
        policy.isGrouped && notification.vps != nil && grouping.isBusy(at: now)
    }

    private mutating func nextDigest(at now: Timestamp) -> Departing? {
        while let digest = grouping.due(at: now) {
            grouping.leave(digest.key)
            if digest.wasNeverTold, digest.members.count == 1, let key = digest.members.first {
                grouping.dissolve(digest.key)
                lines[key]?.telling = .alone
                ready.insert(key, at: 0)
                return nextAlone(at: now)
            }
            if let departing = depart(digest) { return departing }
            arrived(digest.key, hasFailed: false, at: now)
        }
        return nil
    }

    /// Nil where nothing of it is owed any more.
    private mutating func depart(_ digest: Grouping.Digest) -> Departing? {
        var latest: [Notification] = []
        var carried: [(key: String, count: Int)] = []
        var changed: [NotificationRecord] = []
        var id: Int64 = 0
        latest.reserveCapacity(digest.members.count)
        carried.reserveCapacity(digest.members.count)
        changed.reserveCapacity(digest.members.count)
        for key in digest.members {
            guard let line = lines.index(forKey: key),
                let last = lines.values[line].waiting.last?.record.notification ?? lines.values[line].latest
            else { continue }
            latest.append(last)
            let count = lines.values[line].waiting.count
            guard count > 0 else { continue }
            id = max(id, last.id)
            carried.append((key, count))
            // Where they lie, so that a fleet's digest copies no lines out and in.
            for position in 0..<count where lines.values[line].waiting[position].record.digest == nil {
                lines.values[line].waiting[position].record.digest = digest.key
                changed.append(lines.values[line].waiting[position].record)
            }
        }
        guard !carried.isEmpty else { return nil }
        flights[id] = .digest(digest.key, carried: carried)
        return Departing(notification: Notification(digest: digest.key, id: id, of: latest), changed: changed)
    }

    private mutating func nextAgain(at now: Timestamp) -> Departing? {
        while let next = resends.first, next.at <= now {
            resends.removeFirst()
            guard let line = lines[next.key], line.againAt == next.at, line.waiting.isEmpty, let latest = line.latest
            else { continue }
            lines[next.key]?.isBeingSaidAgain = true
            flights[latest.id] = .again(key: next.key)
            return Departing(notification: latest)
        }
        return nil
    }

    /// When the next one may go; nil while nothing waits, or everything waits for an answer.
    func nextDue() -> Timestamp? {
        guard room > 0 else { return nil }
        let due = [ready.isEmpty ? nil : Timestamp.distantPast, grouping.nextDue, resends.first?.at]
        return due.compactMap(\.self).min().map { max($0, pausedUntil) }
    }
}

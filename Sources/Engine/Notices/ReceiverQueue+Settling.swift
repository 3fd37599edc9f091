/// What became of what left, and who is told instead.
extension ReceiverQueue {
    /// How an attempt ended; returns the rows that changed.
    mutating func settle(_ id: Int64, _ outcome: DeliveryOutcome, now: Timestamp) -> [NotificationRecord] {
        guard let flight = flights.removeValue(forKey: id) else { return [] }
        note(outcome, now: now)
        switch flight {
        case .alone(let key): return settleAlone(key, outcome, now: now)
        case .digest(let digest, let carried): return settle(digest, carried, outcome, now: now)
        case .again(let key):
            lines[key]?.isBeingSaidAgain = false
            if lines[key]?.waiting.isEmpty == false { ready.append(key) }
            sayAgainLater(key, at: now)
            return []
        }
    }

    private mutating func note(_ outcome: DeliveryOutcome, now: Timestamp) {
        switch outcome {
        case .delivered, .refused:
            // Whoever refuses is there.
            (failures, failingSince, pausedUntil) = (0, nil, .distantPast)
        case .failed(_, let retryAfter):
            failures += 1
            failingSince = failingSince ?? now
            let backoff = ReceiverQueue.firstBackoff * (1 << Int64(min(failures - 1, 16)))
            pausedUntil = now + max(min(backoff, ReceiverQueue.longestBackoff), retryAfter ?? .zero)
        }
    }

    private mutating func settleAlone(_ key: String, _ outcome: DeliveryOutcome, now: Timestamp) -> [NotificationRecord]
    {
        let changed = settleFirst(1, of: key, outcome)
        // An end that was refused is an end too: what was said before it is not said again.
        let isOver = changed.last?.notification.status == .resolved
        if lines[key]?.waiting.isEmpty == false {
            ready.append(key)
        } else if !isOver, lines[key]?.latest != nil {
            sayAgainLater(key, at: now)
        } else {
            lines[key] = nil
        }
        return changed
    }

    private mutating func settle(
        _ digest: String,
        _ carried: [(key: String, count: Int)],
        _ outcome: DeliveryOutcome,
        now: Timestamp
    ) -> [NotificationRecord] {
        var changed: [NotificationRecord] = []
        for (key, count) in carried { changed += settleFirst(count, of: key, outcome) }
        arrived(digest, hasFailed: outcome.hasFailed, at: now)
        // One row tells why a digest was not taken.
        return outcome.hasFailed ? Array(changed.prefix(1)) : changed
    }

    mutating func arrived(_ digest: String, hasFailed: Bool, at now: Timestamp) {
        for key in grouping.arrived(digest, hasFailed: hasFailed, at: now) { lines[key] = nil }
    }

    /// The first messages of a line, carried by one attempt.
    private mutating func settleFirst(_ number: Int, of key: String, _ outcome: DeliveryOutcome) -> [NotificationRecord]
    {
        guard var line = lines[key], line.waiting.count >= number else { return [] }
        for position in 0..<number { line.waiting[position].record.take(outcome) }
        let records = line.waiting.prefix(number).map(\.record)
        if !outcome.hasFailed {
            line.waiting.removeFirst(number)
            count -= number
            if outcome == .delivered { line.latest = records.last?.notification }
        }
        lines[key] = line
        return records
    }

    mutating func sayAgainLater(_ key: String, at now: Timestamp) {
        guard let resendEvery = policy.resendEvery, lines[key]?.latest?.status == .firing else { return }
        lines[key]?.againAt = now + resendEvery
        resends.append((now + resendEvery, key))
    }

    func isForsaken(at now: Timestamp) -> Bool {
        guard policy.fallback != nil, let failingSince else { return false }
        return now - failingSince >= policy.fallbackAfter
    }

    /// What its fallback is to be told instead, by id, each once.
    mutating func forsake() -> [Notification] {
        var forsaken: [Notification] = []
        for key in lines.keys.sorted() {
            guard var line = lines[key] else { continue }
            for position in line.waiting.indices where !line.waiting[position].isForsaken {
                line.waiting[position].isForsaken = true
                forsaken.append(line.waiting[position].record.notification)
            }
            lines[key] = line
        }
        return forsaken.sorted { $0.id < $1.id }
    }
}

extension NotificationRecord {
    fileprivate mutating func take(_ outcome: DeliveryOutcome) {
        attempts += 1
        switch outcome {
        case .delivered: state = .delivered
        case .refused(let why):
            state = .undeliverable
            lastError = why
        case .failed(let why, _): lastError = why
        }
    }
}

extension DeliveryOutcome {
    var hasFailed: Bool {
        switch self {
        case .failed: true
        case .delivered, .refused: false
        }
    }
}

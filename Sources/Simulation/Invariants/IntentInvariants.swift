internal import Engine

/// I1, I2 and I4: what may be sent beside and after other actions.
extension Referee {
    func operations(_ judged: Judged) -> String? {
        guard judged.record.vps == judged.target.id, judged.record.action == judged.power.rawValue else {
            return "its intent is a \(judged.record.action) of \(judged.record.vps)"
        }
        guard judged.record.state == .intended else { return "its intent is \(judged.record.state.rawValue) already" }
        guard !judged.isOverridden(.oneOperation) else { return nil }
        let open = actions.values.filter {
            $0.vps == judged.target.id && $0.id != judged.record.id && $0.state.isOpen && $0.action != "exec"
        }
        if let other = open.map(\.id).min() { return "#\(other) on it is not settled" }
        return judged.truths.isBusyWithOurs ? "the provider still works on an earlier one" : nil
    }

    func repetition(_ judged: Judged) -> String? {
        if sends.contains(where: { $0.id == judged.record.id }) { return "it was sent before" }
        guard !judged.isByHand, let incident = judged.record.incident else { return nil }
        let twin = sends.last { sent in
            sent.incident == incident && sent.power == judged.power && !sent.isByHand
                && (sent.answer == .none || sent.answer == .unknown)
        }
        return twin.map { "nobody knows what became of the same action, #\($0.id)" }
    }

    func order(_ judged: Judged) -> String? {
        spacing(judged) ?? grace(judged)
    }

    /// Within one incident each action is given its rung's wait.
    private func spacing(_ judged: Judged) -> String? {
        guard let rule = judged.rule, let incident = judged.record.incident else { return nil }
        let last = actions.values.filter {
            $0.incident == incident && $0.id != judged.record.id && $0.state != .rejected && $0.origin.hasPrefix("rule")
        }.max { $0.id < $1.id }
        guard let last, let rung = rule.ladder.first(where: { $0.action.description == last.action }) else {
            return nil
        }
        let waited = judged.now - last.intendedAt
        return waited >= rung.wait ? nil : "only \(waited.brief) after the \(last.action), whose wait is \(rung.wait)"
    }

    private func grace(_ judged: Judged) -> String? {
        guard judged.power == .reset, !judged.isOverridden(.gracefulFirst) else { return nil }
        // One that was written and perhaps never left counts as sent: nobody can know.
        let restart = judged.record.incident.flatMap { incident in
            actions.values.filter { $0.incident == incident && $0.action == "restart" && $0.state != .rejected }
                .filter { restart in !sends.contains { $0.id == restart.id && $0.answer == .rejected } }
                .map(\.intendedAt).max()
        }
        guard let restart else { return graceIsDenied(judged) ? nil : "no restart was sent before" }
        guard let rung = judged.rule?.ladder.first(where: { $0.action == .restart }) else { return nil }
        let waited = judged.now - restart
        return waited >= rung.wait ? nil : "only \(waited.brief) after the restart, whose wait is \(rung.wait)"
    }

    /// Two readings at least half a minute apart denied a restart and allowed a reset.
    private func graceIsDenied(_ judged: Judged) -> Bool {
        guard let denials = known[judged.guest].denials else { return false }
        return denials.last - denials.first >= .seconds(30)
    }
}

/// A refusal never leads to a stronger action: a rung is left behind only once it was taken, or where that is not asked. An exec
/// that can't be made does not block power.
extension Referee {
    mutating func watchLadder(_ incident: IncidentRecord, after before: IncidentRecord?, at now: Timestamp) {
        guard let before, incident.rung > before.rung, incident.state == .open, let rule = incident.wording,
            rule.ladder.indices.contains(before.rung)
        else { return }
        let rung = rule.ladder[before.rung]
        let wasTaken = actions.values.contains {
            $0.incident == incident.id && $0.action == rung.action.description && $0.state != .rejected
        }
        let isDenied = known[Layout.guest(incident.vps)].denials.map { $0.last - $0.first >= .seconds(30) } ?? false
        guard !wasTaken, rung.action.power != nil, rung.when == nil, !(rung.action == .restart && isDenied) else {
            return
        }
        find(.gracefulFirst, at: now, "incident \(incident.id) went past its \(rung.action), which was never taken")
    }
}

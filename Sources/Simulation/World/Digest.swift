internal import Engine

/// FNV-1a over everything the engine did: two runs that differ anywhere differ here.
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func feed(_ number: Int64) {
        value = (value ^ UInt64(bitPattern: number)) &* 0x0000_0100_0000_01b3
        value ^= value >> 29
    }

    mutating func feed(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    mutating func feed(_ effect: Effect, at now: Timestamp) {
        feed(now.milliseconds)
        switch effect {
        case .record(let record): feed(record)
        case .probeNow(let addresses): feed(Int64(addresses.count))
        case .sweepPlatform: feed(2)
        case .planProbes(_, let epoch): feed(Int64(epoch))
        case .inspect(let request, let vps, let action):
            feed(request)
            feed(vps.text)
            feed(action?.rawValue ?? "")
        case .sendPower, .runExec, .pollOperation: feed(String(describing: effect.action))
        case .deliver(let notification, let receiver):
            feed(notification.id)
            feed(receiver)
        case .reply(let request, _): feed(request)
        }
    }

    private mutating func feed(_ record: Record) {
        feed(record.newestTime.milliseconds)
        switch record {
        case .proof(let proof): feed(proof.probe)
        case .incident(let incident):
            feed(incident.id)
            feed(incident.state.rawValue)
            feed(Int64(incident.rung))
            feed(incident.conclusion ?? "")
        case .action(let action):
            feed(action.id)
            feed(action.state.rawValue)
            feed(action.detail ?? "")
        case .decision(let decision):
            feed(decision.id)
            feed(decision.summary)
        case .notification(let row):
            feed(row.notification.id)
            feed(row.receiver)
            feed(Int64(row.attempts))
        case .pause(let pause): feed(pause.isPaused ? 1 : 0)
        case .silence(let silence): feed(silence.id)
        case .latch(let latch): feed(latch.isLatched ? 1 : 0)
        case .boot(let boot): feed(boot.began.milliseconds)
        case .trust(let trust): feed(trust.rule)
        case .discovery(let discovery): feed(discovery.vps.text)
        }
    }
}

extension Effect {
    /// The action it is about, where it is about one.
    var action: Int64? {
        switch self {
        case .sendPower(let sealed): sealed.action
        case .pollOperation(let action, _): action
        case .runExec(let action, _, _, _, _): action
        case .record, .probeNow, .planProbes, .sweepPlatform, .inspect, .deliver, .reply: nil
        }
    }
}

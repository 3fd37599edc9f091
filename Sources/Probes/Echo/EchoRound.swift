import Engine
import Glibc

/// Several echoes to one target, judged together. For the loop's thread alone.
///
/// Echoes are spaced, because one full queue on the way would swallow all of a bunch: by a tenth of a second, or closer
/// where the timeout is short, so that the last has as long to come back as lies between two.
final class EchoRound {
    enum Fate {
        case unsent
        case waiting(since: Nanoseconds)
        case answered(microseconds: UInt32)
        /// Sending failed, or an error came back; and from whom.
        case failed(code: Int32, from: IPAddress?)
    }

    let request: EchoRequest
    /// Random: names the round, and is what an answer must bring back.
    let cookie: UInt64
    let identifier: UInt16
    let startedAt: Nanoseconds
    let deadline: Nanoseconds
    private let firstSequence: UInt16
    private let gap: Nanoseconds
    private(set) var target: IPAddress?
    private var resolvedAt: Nanoseconds?
    /// Of the latest answer.
    private var hopLimit: UInt8?
    private var fates: [Fate]
    /// Echoes up to here are sent or have failed.
    private var sent = 0

    init(request: EchoRequest, startedAt: Nanoseconds, randomness: (UInt64, UInt64)) {
        self.request = request
        self.startedAt = startedAt
        cookie = randomness.0
        identifier = UInt16(truncatingIfNeeded: randomness.1)
        firstSequence = UInt16(truncatingIfNeeded: randomness.1 >> 16)
        deadline = startedAt + .milliseconds(request.timeout.milliseconds)
        let count = Int64(request.count)
        gap = .milliseconds(min(100, request.timeout.milliseconds / (count + 1)))
        fates = Array(repeating: .unsent, count: request.count)
        target = request.literal
    }

    func resolve(to address: IPAddress, at now: Nanoseconds) {
        target = address
        resolvedAt = now
    }

    var isOver: Bool {
        fates.allSatisfy { fate in
            switch fate {
            case .unsent, .waiting: false
            case .answered, .failed: true
            }
        }
    }

    // MARK: Sending

    /// When the loop must come back to it.
    var nextDeadline: Nanoseconds {
        guard target != nil, sent < fates.count else { return deadline }
        return min(deadline, (resolvedAt ?? startedAt) + Nanoseconds(count: gap.count * Int64(sent)))
    }

    /// The next echo, where one is due.
    func nextDue(at now: Nanoseconds) -> EchoPacket.Header? {
        guard target != nil, sent < fates.count, nextDeadline <= now, now < deadline else { return nil }
        return EchoPacket.Header(identifier: identifier, sequence: firstSequence &+ UInt16(sent))
    }

    func wasSent(at now: Nanoseconds) {
        fates[sent] = .waiting(since: now)
        sent += 1
    }

    func sendingFailed(_ code: Int32) {
        fates[sent] = .failed(code: code, from: nil)
        sent += 1
    }

    // MARK: Receiving

    /// Duplicates, late ones and sequences never sent change nothing.
    func answered(sequence: UInt16, from source: IPAddress, hopLimit: UInt8? = nil, at now: Nanoseconds) {
        guard let index = waitingIndex(sequence), source == target, now <= deadline,
            case .waiting(let since) = fates[index]
        else { return }
        fates[index] = .answered(microseconds: now.microseconds(since: since))
        self.hopLimit = hopLimit
    }

    func failed(sequence: UInt16, code: Int32, from offender: IPAddress?) {
        guard let index = waitingIndex(sequence) else { return }
        fates[index] = .failed(code: code, from: offender)
    }

    func owns(sequence: UInt16) -> Bool {
        waitingIndex(sequence) != nil
    }

    private func waitingIndex(_ sequence: UInt16) -> Int? {
        let index = Int(sequence &- firstSequence)
        guard index < sent, case .waiting = fates[index] else { return nil }
        return index
    }

    // MARK: Judging

    func finding(at now: Nanoseconds) -> Finding {
        var measures = Measures()
        let times = fates.compactMap { fate -> UInt32? in
            guard case .answered(let time) = fate else { return nil }
            return time
        }
        measures.echoesSent = UInt16(clamping: sent)
        measures.echoesReceived = UInt16(clamping: times.count)
        measures.resolve = resolvedAt?.microseconds(since: startedAt)
        measures.duration = now.microseconds(since: startedAt)
        guard !times.isEmpty else { return finding(EchoJudge.result(of: fates), measures) }
        measures.roundTrip = UInt32(times.reduce(UInt64(0)) { $0 + UInt64($1) } / UInt64(times.count))
        var finding = Finding(.up, signs: .echo, remote: target, measures: measures)
        finding.particulars.address = target
        finding.particulars.hopLimit = hopLimit
        return finding
    }

    /// The round ended before an echo could be sent.
    func finding(unsent result: ProbeResult, at now: Nanoseconds) -> Finding {
        var measures = Measures()
        measures.echoesSent = 0
        measures.echoesReceived = 0
        measures.duration = now.microseconds(since: startedAt)
        return finding(result, measures)
    }

    /// Nobody answered.
    private func finding(_ result: ProbeResult, _ measures: Measures) -> Finding {
        var finding = Finding(result, measures: measures)
        finding.particulars.address = target
        return finding
    }
}

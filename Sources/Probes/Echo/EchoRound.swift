import Engine
import Glibc

/// Several echoes to one target, judged together. Its memory serves one round after another.
///
/// Echoes are spaced, because one full queue on the way would swallow all of a bunch: by a tenth of a second, or closer
/// where the timeout is short, so that the last has as long to come back as lies between two.
struct EchoRound {
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
    /// The resolver does not confirm the target.
    private var isTargetOld = false
    /// Of the latest answer.
    private var hopLimit: UInt8?
    private var fates: [Fate]
    /// Echoes up to here are sent or have failed.
    private var sent = 0
    private var settled = 0

    /// `randomness` names the round, and gives its identifier and first sequence. `memory` is a former round's.
    init(
        request: EchoRequest,
        startedAt: Nanoseconds,
        randomness: (cookie: UInt64, header: UInt32),
        memory: [Fate] = []
    ) {
        let settings = request.settings
        self.request = request
        self.startedAt = startedAt
        cookie = randomness.cookie
        identifier = UInt16(truncatingIfNeeded: randomness.header)
        firstSequence = UInt16(truncatingIfNeeded: randomness.header >> 16)
        deadline = startedAt + .milliseconds(settings.timeout.milliseconds)
        gap = .milliseconds(min(100, settings.timeout.milliseconds / Int64(settings.count + 1)))
        fates = memory
        for _ in 0..<settings.count { fates.append(.unsent) }
        target = settings.literal
    }

    /// What the next round can be made of.
    mutating func takeMemory() -> [Fate] {
        var memory: [Fate] = []
        swap(&memory, &fates)
        memory.removeAll(keepingCapacity: true)
        return memory
    }

    mutating func resolve(to address: IPAddress, isOld: Bool, at now: Nanoseconds) {
        target = address
        isTargetOld = isOld
        resolvedAt = now
    }

    var isOver: Bool { settled == fates.count }

    // MARK: Sending

    /// When the loop must come back to it.
    var nextDeadline: Nanoseconds {
        guard target != nil, sent < fates.count else { return deadline }
        return min(deadline, (resolvedAt ?? startedAt) + Nanoseconds(count: gap.count * Int64(sent)))
    }

    /// Takes the next echo to send, where one is due.
    mutating func takeDue(at now: Nanoseconds) -> EchoPacket.Header? {
        guard target != nil, sent < fates.count, nextDeadline <= now, now < deadline else { return nil }
        defer { sent += 1 }
        fates[sent] = .waiting(since: now)
        return EchoPacket.Header(identifier: identifier, sequence: firstSequence &+ UInt16(sent))
    }

    /// Its echo left at that time, and not when it was taken.
    mutating func wasSent(sequence: UInt16, at time: Nanoseconds) {
        guard let (index, _) = waiting(sequence) else { return }
        fates[index] = .waiting(since: time)
    }

    // MARK: Receiving

    /// Duplicates, late ones and sequences never sent change nothing. What was read at `readAt`, and seems to have come well
    /// before its echo left, came at a time that the wall clock was set.
    mutating func answered(
        sequence: UInt16,
        from source: IPAddress,
        hopLimit: UInt8? = nil,
        at arrival: Nanoseconds,
        readAt: Nanoseconds? = nil
    ) {
        guard let (index, since) = waiting(sequence), source == target else { return }
        let isPlausible = arrival + .milliseconds(1) >= since
        let time = isPlausible ? max(arrival, since) : readAt ?? arrival
        guard time <= deadline else { return }
        settle(index, .answered(microseconds: time.microseconds(since: since)))
        self.hopLimit = hopLimit
    }

    /// Sending failed, or an error came back from `offender`.
    mutating func failed(sequence: UInt16, code: Int32, from offender: IPAddress? = nil) {
        guard let (index, _) = waiting(sequence) else { return }
        settle(index, .failed(code: code, from: offender))
    }

    func owns(sequence: UInt16) -> Bool {
        waiting(sequence) != nil
    }

    private mutating func settle(_ index: Int, _ fate: Fate) {
        fates[index] = fate
        settled += 1
    }

    private func waiting(_ sequence: UInt16) -> (index: Int, since: Nanoseconds)? {
        let index = Int(sequence &- firstSequence)
        guard index < sent, case .waiting(let since) = fates[index] else { return nil }
        return (index, since)
    }

    // MARK: Judging

    func finding(at now: Nanoseconds) -> Finding {
        var measures = Measures()
        var (answers, time) = (0, UInt64(0))
        for case .answered(let microseconds) in fates {
            answers += 1
            time += UInt64(microseconds)
        }
        measures.echoesSent = UInt16(clamping: sent)
        measures.echoesReceived = UInt16(clamping: answers)
        measures.resolve = resolvedAt?.microseconds(since: startedAt)
        measures.duration = now.microseconds(since: startedAt)
        guard answers > 0 else {
            let result = excused(EchoJudge.result(of: fates))
            return finding(isTargetOld ? result.atOldAddress : result, measures)
        }
        measures.roundTrip = UInt32(time / UInt64(answers))
        var finding = Finding(.up, signs: .echo, remote: target, measures: measures)
        finding.particulars.address = target
        finding.particulars.hopLimit = hopLimit
        return finding
    }

    /// Where the resolver took half of the round's time or more, silence in what was left proves nothing.
    private func excused(_ result: ProbeResult) -> ProbeResult {
        guard case .down(let reason) = result, reason.code == .timedOut, let resolvedAt,
            (resolvedAt - startedAt).count * 2 >= (deadline - startedAt).count
        else { return result }
        let took = resolvedAt.microseconds(since: startedAt) / 1_000
        return .unknown(
            Reason(.resolutionFailed, "\(request.settings.host): the resolver took \(took) ms; then \(reason.detail)")
        )
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

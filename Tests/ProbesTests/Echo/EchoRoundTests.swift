import Engine
import Glibc
import Testing

@testable import Probes

@Suite struct EchoRoundTests {
    private static let target = IPAddress("192.0.2.1")
    private let start = Nanoseconds.milliseconds(50_000)

    private func round(count: Int = 3, timeout: TimeSpan = .seconds(1)) -> EchoRound {
        let settings = EchoSettings(ICMPCheck(host: "192.0.2.1", count: count), timeout: timeout)
        let request = EchoRequest(settings: settings) { _ in }
        return EchoRound(request: request, startedAt: start, randomness: (1, 0xFFFF_ABCD))
    }

    /// Sends all, each when it is due, and returns their sequences.
    private func sendAll(_ round: inout EchoRound) -> [UInt16] {
        var sequences: [UInt16] = []
        while round.nextDeadline < round.deadline, let header = round.takeDue(at: round.nextDeadline) {
            sequences.append(header.sequence)
        }
        return sequences
    }

    @Test func `Sequences go on from a random one, around the end`() {
        var round = round()
        #expect(sendAll(&round) == [0xFFFF, 0, 1])
    }

    @Test func `Echoes are spaced, so that the last has time to come back`() {
        var round = round(count: 4, timeout: .milliseconds(100))
        _ = round.takeDue(at: start)
        #expect(round.nextDeadline == start + .milliseconds(20))
        #expect(round.takeDue(at: start + .milliseconds(19)) == nil)
    }

    @Test func `One answer is up, and the rest is loss`() {
        var round = round()
        let sequences = sendAll(&round)
        round.answered(sequence: sequences[1], from: IPAddress(v4: 0xC000_0201), at: start + .milliseconds(150))
        let finding = round.finding(at: round.deadline)
        #expect(finding.result == .up)
        #expect(finding.signs == .echo)
        #expect(finding.measures.echoesReceived == 1)
        #expect(finding.measures.roundTrip == 50_000)
    }

    @Test(arguments: [(false, Reason.Code.timedOut), (true, .resolutionFailed)])
    func `Silence at an address that the resolver no longer confirms says nothing`(isOld: Bool, code: Reason.Code) {
        var round = round(count: 1)
        let target = IPAddress(v4: 0xC000_0201)
        round.resolve(to: target, isOld: isOld, at: start)
        let sequences = sendAll(&round)
        #expect(round.finding(at: round.deadline).result.reason?.code == code)
        round.answered(sequence: sequences[0], from: target, at: start + .milliseconds(9))
        #expect(round.finding(at: round.deadline).result == .up)
    }

    @Test func `Answers from elsewhere, twice, too late or to nothing sent count for nothing`() {
        var round = round()
        let sequences = sendAll(&round)
        let target = IPAddress(v4: 0xC000_0201)
        round.answered(sequence: sequences[0], from: IPAddress(v4: 0xC000_0202), at: start)
        round.answered(sequence: sequences[2] &+ 1, from: target, at: start)
        round.answered(sequence: sequences[0], from: target, at: round.deadline + .milliseconds(1))
        #expect(round.finding(at: round.deadline).measures.echoesReceived == 0)
        round.answered(sequence: sequences[0], from: target, at: start + .milliseconds(1))
        round.answered(sequence: sequences[0], from: target, at: start + .milliseconds(900))
        let finding = round.finding(at: round.deadline)
        #expect(finding.measures.echoesReceived == 1)
        #expect(finding.measures.roundTrip == 1_000)
    }

    @Test func `A round trip is from when the echo left to when the answer came, whenever it was taken and read`() {
        var round = round(count: 1)
        let sequences = sendAll(&round)
        let target = IPAddress(v4: 0xC000_0201)
        round.wasSent(sequence: sequences[0], at: start + .milliseconds(2))
        let read = round.deadline + .milliseconds(5)
        round.answered(sequence: sequences[0], from: target, at: start + .milliseconds(9), readAt: read)
        #expect(round.isOver)
        #expect(round.finding(at: read).measures.roundTrip == 7_000)
    }

    @Test func `An answer from before its echo came while the wall clock was set, and counts from when it was read`() {
        var round = round(count: 1)
        let sequences = sendAll(&round)
        let target = IPAddress(v4: 0xC000_0201)
        round.answered(
            sequence: sequences[0],
            from: target,
            at: start - .milliseconds(60_000),
            readAt: start + .milliseconds(3)
        )
        #expect(round.finding(at: start).measures.roundTrip == 3_000)
    }

    @Test func `Memory of a former round holds nothing of it`() {
        var former = round(count: 5)
        _ = sendAll(&former)
        let request = former.request
        let round = EchoRound(
            request: request,
            startedAt: start,
            randomness: (2, 0),
            memory: former.takeMemory()
        )
        #expect(round.finding(at: start).measures.echoesSent == 0)
        #expect(!round.isOver)
    }

    @Test func `Echoes that never left tell nothing of the target`() {
        var round = round(count: 2)
        let sequences = sendAll(&round)
        round.failed(sequence: sequences[0], code: ENOBUFS)
        #expect(isUnknown(round.finding(at: round.deadline), .internalFault))
    }

    @Test(arguments: [
        (EHOSTUNREACH, ProbeResult.down(Reason(.hostUnreachable))), (EHOSTDOWN, .down(Reason(.hostUnreachable))),
        (ECONNREFUSED, .down(Reason(.hostUnreachable))), (ENETUNREACH, .unknown(Reason(.networkUnreachable))),
        (ENETDOWN, .unknown(Reason(.networkUnreachable))), (EPERM, .unknown(Reason(.notPermitted))),
        (EACCES, .unknown(Reason(.notPermitted))), (ENOBUFS, .unknown(Reason(.internalFault))),
        (EMSGSIZE, .unknown(Reason(.internalFault))),
    ])
    func `Each error on sending is put down to whose fault it is`(code: Int32, expected: ProbeResult) {
        var round = round(count: 1)
        for sequence in sendAll(&round) { round.failed(sequence: sequence, code: code) }
        #expect(round.isOver)
        let result = round.finding(at: start).result
        #expect(result.reason?.code == expected.reason?.code)
        #expect(isDown(Finding(result), .hostUnreachable) == isDown(Finding(expected), .hostUnreachable))
    }
}

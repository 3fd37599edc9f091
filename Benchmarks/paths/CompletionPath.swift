import Engine
import Fleets
import Probes
import Synchronization
import Transfer

/// One HTTP probe without its network: its turn comes, the answer is judged, the observation reaches the sink.
struct CompletionPath: HotPath {
    /// Two turns of each probe.
    static let operations = 2 * targets

    private static let targets = 500
    private let rehearsal: Rehearsal
    private let clock = SetClock()
    private let sink = CountingSink()

    init() throws {
        let fleet = Fleet(size: CompletionPath.targets, rules: [])
        let plan = ProbePlan(policy: fleet.policy, epoch: 0)
        let http = ProbePlan(probes: plan.probes.filter { $0.definition.check.kind == "http" })
        rehearsal = try Rehearsal(plan: http, answer: CompletionPath.answer, clock: clock, sink: sink)
        // A round, after which each is up and no more news; from here on every round is like the last.
        for _ in 0..<1_000 {
            rehearsal.takeTurns()
            clock.advance(by: .milliseconds(10))
        }
    }

    mutating func run() {
        let before = sink.count
        // Two rounds of ten seconds, in the schedule's own ticks.
        for _ in 0..<2_000 {
            clock.advance(by: .milliseconds(10))
            rehearsal.takeTurns()
        }
        // A few wait for company at either end.
        precondition(abs(sink.count - before - CompletionPath.operations) <= 20, "each has two turns in twenty seconds")
    }

    private static var answer: TransferResponse {
        var trace = TransferTrace()
        trace.remote = PeerAddress("10.0.0.1")
        trace.attempted = PeerAddress("10.0.0.1")
        (trace.resolved, trace.connected, trace.firstByte, trace.total) = (10, 150, 900, 950)
        trace.peerAnswered = true
        trace.status = 200
        trace.contentLength = 2
        trace.httpVersion = 11
        let headers = [(name: "content-type", value: "text/plain"), (name: "content-length", value: "2")]
        return TransferResponse(status: 200, headers: headers, body: Array("ok".utf8), trace: trace)
    }
}

/// A clock that stands until it is moved.
private final class SetClock: SteadyClock {
    private let time = Atomic<Int64>(1_700_000_000_000)

    func now() -> Timestamp { Timestamp(milliseconds: time.load(ordering: .relaxed)) }
    func advance(by span: TimeSpan) { time.add(span.milliseconds, ordering: .relaxed) }
}

private final class CountingSink: ObservationSink {
    private let total = Atomic<Int>(0)

    var count: Int { total.load(ordering: .relaxed) }
    func observationsArrived(_ batch: [Observation]) { total.add(batch.count, ordering: .relaxed) }
}

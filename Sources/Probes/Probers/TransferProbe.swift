import Engine
import Transfer

/// A probe carried out by one transfer; by a second one, on a fresh connection, where a kept one failed: a server may close an idle
/// connection whenever it likes, and is not down for that.
///
/// A class, so that a start takes hold of one object and not of all that it is made of.
final class TransferProbe: ReadyProbe {
    typealias Completion = @Sendable (Finding) -> Void

    private let finding: TransferFinding
    private let runs: TransferRuns
    private let judge: any AnswerJudge
    private let kit: TransferKit
    /// Nil where each run takes a fresh connection.
    private let turns: FreshTurns?

    init(_ definition: ProbeDefinition, runs: TransferRuns, judge: any AnswerJudge, kit: TransferKit) {
        finding = TransferFinding(check: definition.check)
        self.runs = runs
        self.judge = judge
        self.kit = kit
        turns = definition.reuse.map(FreshTurns.init)
    }

    func start(in batch: inout StartBatch, _ completion: @escaping Completion) {
        guard let turns else {
            return runs.start(RunTerms(), in: &batch) { [self] in conclude($0, completion) }
        }
        let deadline = runs.transfer.deadline
        // Beside the connection that may be kept, which proves less.
        let terms = batch.isConfirming ? RunTerms(isFresh: true, isKept: false) : turns.next(deadline: deadline)
        runs.start(terms, in: &batch) { [self] result in
            conclude(result) { [self] finding in
                if case .up = finding.result { return completion(finding) }
                turns.beginAnew()
                guard result.trace.isReused else { return completion(finding) }
                startAnew(within: deadline - result.trace.total / 1_000, completion)
            }
        }
    }

    /// The same once more, on a connection that is closed afterwards.
    private func startAnew(within deadline: Int, _ completion: @escaping Completion) {
        let terms = RunTerms(isFresh: true, isKept: false, deadline: max(1, deadline))
        runs.start(terms) { [self] in conclude($0, completion) }
    }

    private func conclude(_ result: Result<TransferResponse, TransferError>, _ completion: @escaping Completion) {
        switch result {
        case .failure(let error): completion(finding.finding(error))
        case .success(let response): conclude(response, completion)
        }
    }

    private func conclude(_ response: TransferResponse, _ completion: @escaping Completion) {
        guard judge.isCostly(response) else {
            return completion(finding.finding(response, judge.judge(response, now: kit.clock.now())))
        }
        let isTaken = kit.examiners.submit { [self] in
            completion(finding.finding(response, judge.judge(response, now: kit.clock.now())))
        }
        guard !isTaken else { return }
        let reason = Reason(.internalFault, "too many bodies wait for their regular expression")
        completion(finding.finding(response, .unknown(reason)))
    }
}

/// What all transfers' probes use.
final class TransferKit: Sendable {
    let clock: any SteadyClock
    /// Where costly answers are judged: two threads, so that one regular expression that never ends does not stop the others.
    let examiners = WorkPool("defib-bodies", threads: 2, queue: 256)

    init(clock: any SteadyClock) {
        self.clock = clock
    }
}

extension Result<TransferResponse, TransferError> {
    fileprivate var trace: TransferTrace {
        switch self {
        case .success(let response): response.trace
        case .failure(let error): error.trace
        }
    }
}

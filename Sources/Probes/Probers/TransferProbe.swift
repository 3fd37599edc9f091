import Engine
import Transfer

/// A probe carried out by one transfer.
struct TransferProbe: ReadyProbe {
    let check: Check
    let transfer: PreparedTransfer
    let judge: any AnswerJudge
    let clock: any SteadyClock
    /// Where costly answers are judged.
    let examiners: WorkPool

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        batch.transfers.append(
            TransferStart(transfer) { [self] result in
                switch result {
                case .failure(let error): completion(TransferFinding(check: check).finding(error))
                case .success(let response): conclude(response, completion)
                }
            }
        )
    }

    private func conclude(_ response: TransferResponse, _ completion: @escaping @Sendable (Finding) -> Void) {
        let finding = TransferFinding(check: check)
        guard judge.isCostly(response) else {
            return completion(finding.finding(response, judge.judge(response, now: clock.now())))
        }
        let isTaken = examiners.submit {
            completion(finding.finding(response, judge.judge(response, now: clock.now())))
        }
        guard !isTaken else { return }
        let reason = Reason(.internalFault, "too many bodies wait for their regular expression")
        completion(finding.finding(response, .unknown(reason)))
    }
}

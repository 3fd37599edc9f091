import Engine
import Transfer

/// Says whether what came back is what was asked for.
protocol AnswerJudge: Sendable {
    /// Judging this one may take longer than a transfer loop's thread may be held up.
    func isCostly(_ response: TransferResponse) -> Bool
    func judge(_ response: TransferResponse, now: Timestamp) -> ProbeResult
}

extension AnswerJudge {
    func isCostly(_ response: TransferResponse) -> Bool { false }
}

extension TLSExpectation {
    /// Down where the earliest expiry of the peer's chain is nearer than is asked; nil where there is nothing to object.
    func objection(to trace: TransferTrace, now: Timestamp) -> Reason? {
        guard let minimumValidity, let expiry = trace.certificates.map(\.notAfter).min() else { return nil }
        let left = Timestamp(milliseconds: expiry * 1_000) - now
        guard left < minimumValidity else { return nil }
        let end = Timestamp(milliseconds: expiry * 1_000)
        return Reason(.certificateNearExpiry, "expires at \(end), sooner than \(minimumValidity) from now")
    }
}

import Engine
import Transfer

/// A connection that stands is up; where a banner is asked for, its first bytes must be it.
struct TCPJudge: AnswerJudge {
    let banner: String?

    func judge(_ response: TransferResponse, now: Timestamp) -> ProbeResult {
        guard let banner, !response.body.starts(with: banner.utf8) else { return .up }
        return .down(Reason(.unexpectedBanner, "\"\(Excerpt.of(response.body))\" does not begin with \"\(banner)\""))
    }
}

/// A handshake that succeeded is up, unless the certificate ends too soon.
struct TLSJudge: AnswerJudge {
    let expectation: TLSExpectation

    func judge(_ response: TransferResponse, now: Timestamp) -> ProbeResult {
        expectation.objection(to: response.trace, now: now).map { .down($0) } ?? .up
    }
}

import Engine
import Transfer

/// What an HTTP check wants of the answer, wherever it comes from.
struct HTTPExpectation: Hashable, Sendable {
    let status: [ClosedRange<Int>]
    let bodyContains: String?
    let bodyMatches: String?
    let json: JSONExpectation?
    let tls: TLSExpectation

    init(_ check: HTTPCheck) {
        status = check.expectedStatus
        bodyContains = check.bodyContains
        bodyMatches = check.bodyMatches
        json = check.json
        tls = check.tls
    }
}

/// Holds an HTTP answer against what was expected: the status, the body, then the certificate.
final class HTTPJudge: AnswerJudge {
    private let expected: HTTPExpectation
    private let needle: [UInt8]
    private let pattern: BodyPattern?
    private let json: JSONJudge?

    /// Bodies longer than this are taken apart off the loop's thread.
    private static let costlyBytes = 16 * 1_024

    /// Throws the reason why it can't be judged, which is unknown for good.
    init(_ expected: HTTPExpectation) throws(ProbeFault) {
        self.expected = expected
        needle = Array((expected.bodyContains ?? "").utf8)
        do {
            pattern = try expected.bodyMatches.map { text throws(BodyPattern.Fault) in try BodyPattern(text) }
        } catch {
            throw ProbeFault("the regular expression for the body: \(error.message)")
        }
        json = expected.json.flatMap { JSONJudge($0) }
        if let expectation = expected.json, json == nil {
            throw ProbeFault("\"\(expectation.pointer)\" is not a JSON pointer (RFC 6901), which begins with a slash")
        }
    }

    func isCostly(_ response: TransferResponse) -> Bool {
        pattern != nil || json != nil && response.body.count > HTTPJudge.costlyBytes
    }

    func judge(_ response: TransferResponse, now: Timestamp) -> ProbeResult {
        if let objection = objection(to: response) ?? expected.tls.objection(to: response.trace, now: now) {
            return .down(objection)
        }
        return .up
    }

    private func objection(to response: TransferResponse) -> Reason? {
        guard expected.status.contains(where: { $0.contains(response.status) }) else {
            return Reason(.unexpectedStatus, "\(response.status), not \(expectedStatusText)")
        }
        if let text = expected.bodyContains, !response.body.contains(bytes: needle) {
            return Reason(.unexpectedBody, Excerpt.of("does not contain \"\(text)\""))
        }
        if let pattern, let text = expected.bodyMatches, !pattern.matches(response.body) {
            let limit = response.body.count > BodyPattern.searchedBytes ? " in its first 64 KiB" : ""
            return Reason(.unexpectedBody, Excerpt.of("does not match /\(text)/\(limit)"))
        }
        return json?.objection(to: response.body)
    }

    /// `200-299, 301`
    private var expectedStatusText: String {
        expected.status.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }.joined(separator: ", ")
    }
}

extension [UInt8] {
    /// Whether `needle` occurs anywhere; the empty one does.
    func contains(bytes needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard count >= needle.count else { return false }
        return withUnsafeBufferPointer { hay in
            var start = 0
            while start <= hay.count - needle.count {
                if hay[start] == first, hay[start..<start + needle.count].elementsEqual(needle) { return true }
                start += 1
            }
            return false
        }
    }
}

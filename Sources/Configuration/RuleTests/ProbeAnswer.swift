public import Engine

/// What one round of a probe gives.
public struct ProbeAnswer: Hashable, Sendable {
    /// Nil: no result ever comes, as if it had been lost.
    public var result: ProbeResult?
    public var signs: SignsOfLife
    /// Who answers where it is not the target itself.
    public var from: IPAddress?
    /// How long the round takes.
    public var latency: TimeSpan
    public var status: UInt16?
    /// The share of echoes lost, 0 to 1.
    public var loss: Double?
    /// Until the certificate expires, from the round on.
    public var certificateLeft: TimeSpan?

    /// What a probe of the kind gives where nothing more is said.
    public static func up(_ check: Check) -> ProbeAnswer {
        ProbeAnswer(.up, check, latency: .milliseconds(2))
    }

    init(_ result: ProbeResult?, _ check: Check, latency: TimeSpan) {
        self.result = result
        self.latency = latency
        signs = result.map { ProbeAnswer.signs(of: $0, check) } ?? []
        guard check.kind == "http", let result else { return }
        switch result {
        case .up: status = UInt16(clamping: (check.httpStatus ?? 200...200).lowerBound)
        case .down(let reason) where reason.code == .unexpectedStatus: status = 500
        case .down, .unknown: break
        }
    }
}

extension Check {
    fileprivate var httpStatus: ClosedRange<Int>? {
        switch self {
        case .http(let check): check.expectedStatus.first
        case .tcp, .tls, .icmp, .agent: nil
        }
    }
}

/// Which signs of life come with a result, by the protocol of the probe: what the real probes report.
extension ProbeAnswer {
    static func signs(of result: ProbeResult, _ check: Check) -> SignsOfLife {
        switch result {
        case .up: signsOfUp(check)
        case .down(let reason): signs(of: reason.code, check)
        case .unknown: []
        }
    }

    private static func signsOfUp(_ check: Check) -> SignsOfLife {
        switch check {
        case .http(let http): http.url.hasPrefix("https:") ? [.synAck, .tls, .http] : [.synAck, .http]
        case .tcp(let tcp): tcp.banner == nil ? .synAck : [.synAck, .banner]
        case .tls: [.synAck, .tls]
        case .icmp: .echo
        case .agent: .agent
        }
    }

    private static func signs(of code: Reason.Code, _ check: Check) -> SignsOfLife {
        switch code {
        case .connectionRefused: .reset
        case .connectionReset: [.synAck, .reset]
        case .tlsFailed: .synAck
        case .certificateInvalid, .certificateNearExpiry: [.synAck, .tls]
        case .unexpectedStatus, .unexpectedBody, .bodyTooLarge, .tooManyRedirects: signsOfUp(check)
        case .unexpectedBanner: [.synAck, .banner]
        case .protocolViolation: .synAck
        case .commandFailed: .agent
        case .timedOut, .hostUnreachable, .agentUnavailable: []
        case .networkUnreachable, .resolutionFailed, .outOfDescriptors, .notPermitted, .startedLate,
            .providerUnavailable, .cancelled, .internalFault:
            []
        }
    }
}

extension Reason.Code {
    /// Of the watchdog, its network, its resolver or the provider's API: nothing is known of the target then.
    var isOurs: Bool {
        switch self {
        case .timedOut, .connectionRefused, .connectionReset, .hostUnreachable, .tlsFailed, .certificateInvalid,
            .certificateNearExpiry, .unexpectedStatus, .unexpectedBody, .bodyTooLarge, .tooManyRedirects,
            .unexpectedBanner, .protocolViolation, .agentUnavailable, .commandFailed:
            false
        case .networkUnreachable, .resolutionFailed, .outOfDescriptors, .notPermitted, .startedLate,
            .providerUnavailable, .cancelled, .internalFault:
            true
        }
    }
}

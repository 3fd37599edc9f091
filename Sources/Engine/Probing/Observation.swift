/// Which probe of which target, by position in the policy of one epoch.
///
/// Positions change when the configuration is reloaded; whatever carries another epoch than the engine's is stale and
/// is dropped.
public struct ProbeAddress: Hashable, Sendable, Codable {
    public enum Owner: Hashable, Sendable, Codable {
        case target(Int)
        case reference(Int)
    }

    public var owner: Owner
    /// Index into the target's probes; 0 for a reference.
    public var probe: Int
    public var epoch: UInt32

    public init(owner: Owner, probe: Int, epoch: UInt32) {
        self.owner = owner
        self.probe = probe
        self.epoch = epoch
    }
}

/// One probe's result.
public struct Observation: Hashable, Sendable, Codable {
    public var probe: ProbeAddress
    /// Its age counts from here: what was true when it ended was asked when it started.
    public var startedAt: Timestamp
    public var endedAt: Timestamp
    public var result: ProbeResult
    public var signs: SignsOfLife
    /// Who answered; nil where nobody did.
    public var remote: IPAddress?
    public var measures: Measures
    /// For dashboards alone, and gone once the observation was written down.
    public var particulars = Particulars()

    /// All but the particulars.
    private enum CodingKeys: String, CodingKey {
        case probe, startedAt, endedAt, result, signs, remote, measures
    }

    public init(
        probe: ProbeAddress,
        startedAt: Timestamp,
        endedAt: Timestamp,
        result: ProbeResult,
        signs: SignsOfLife = [],
        remote: IPAddress? = nil,
        measures: Measures = Measures()
    ) {
        self.probe = probe
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.result = result
        self.signs = signs
        self.remote = remote
        self.measures = measures
    }
}

public enum ProbeResult: Hashable, Sendable, Codable {
    case up
    /// The target did not give what was asked.
    case down(Reason)
    /// The fault is ours, or may be: nothing is known of the target.
    case unknown(Reason)

    public var reason: Reason? {
        switch self {
        case .up: nil
        case .down(let reason), .unknown(let reason): reason
        }
    }
}

/// Why a probe was not up: a word for machines, and words for people.
public struct Reason: Hashable, Sendable, Codable {
    public var code: Code
    /// Bounded, printable, without secrets. Empty where the code says it all.
    public var detail: String

    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        // Of the target
        case timedOut = "timed_out"
        case connectionRefused = "connection_refused"
        case connectionReset = "connection_reset"
        case hostUnreachable = "host_unreachable"
        case tlsFailed = "tls_failed"
        case certificateInvalid = "certificate_invalid"
        case certificateNearExpiry = "certificate_near_expiry"
        case unexpectedStatus = "unexpected_status"
        case unexpectedBody = "unexpected_body"
        case bodyTooLarge = "body_too_large"
        case tooManyRedirects = "too_many_redirects"
        case unexpectedBanner = "unexpected_banner"
        case protocolViolation = "protocol_violation"
        case agentUnavailable = "agent_unavailable"
        case commandFailed = "command_failed"
        // Of the watchdog, its network, its resolver or the provider's API
        case networkUnreachable = "network_unreachable"
        case resolutionFailed = "resolution_failed"
        case outOfDescriptors = "out_of_descriptors"
        case notPermitted = "not_permitted"
        case startedLate = "started_late"
        case providerUnavailable = "provider_unavailable"
        case cancelled = "cancelled"
        case internalFault = "internal_fault"
    }
}

extension Reason: CustomStringConvertible {
    public var description: String {
        let words = code.rawValue.split(separator: "_").joined(separator: " ")
        return detail.isEmpty ? words : "\(words): \(detail)"
    }
}

/// Numbers taken on the way; nil where the probe's kind does not take them or did not get that far.
public struct Measures: Hashable, Sendable, Codable {
    public var httpStatus: UInt16?
    /// Microseconds, each phase by itself, under blackbox_exporter's names.
    public var resolve: UInt32?
    public var connect: UInt32?
    public var tls: UInt32?
    public var processing: UInt32?
    public var transfer: UInt32?
    /// The earliest expiry in the peer's chain, in Unix seconds.
    public var certificateExpiry: Int64?
    public var bodyBytes: UInt32?
    public var echoesSent: UInt16?
    public var echoesReceived: UInt16?
    /// Microseconds, mean over the round's answered echoes.
    public var roundTrip: UInt32?
    /// A fingerprint of the guest's boot id, as its agent told it.
    public var bootID: UInt64?
    /// The whole probe, in microseconds.
    public var duration: UInt32 = 0

    public init() {}
}

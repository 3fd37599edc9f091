import Engine

/// What a probe's rounds of echoes ask, made ready once for all of them.
final class EchoSettings: Sendable {
    let host: String
    /// The host, where it is written as an address: no resolver is asked then.
    let literal: IPAddress?
    let family: AddressFamily
    let count: Int
    let payloadBytes: Int
    let timeout: TimeSpan

    /// Counts and sizes are brought within what a round can hold.
    init(_ check: ICMPCheck, timeout: TimeSpan) {
        host = check.host
        literal = IPAddress(check.host)
        family = check.family
        count = min(max(1, check.count), 100)
        let limits = EchoPacket.payloadLimits
        payloadBytes = min(max(limits.lowerBound, check.payloadBytes), limits.upperBound)
        self.timeout = timeout
    }

    func allows(_ address: IPAddress) -> Bool {
        switch family {
        case .any: true
        case .v4: address.isV4
        case .v6: !address.isV4
        }
    }
}

/// A round of echoes to perform.
struct EchoRequest: Sendable {
    let settings: EchoSettings
    let completion: @Sendable (Finding) -> Void
}

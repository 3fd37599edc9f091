import Engine

/// A round of echoes to perform.
struct EchoRequest: Sendable {
    let host: String
    /// The host, where it is written as an address: no resolver is asked then.
    let literal: IPAddress?
    let family: AddressFamily
    let count: Int
    let payloadBytes: Int
    let timeout: TimeSpan
    let completion: @Sendable (Finding) -> Void

    /// Counts and sizes are brought within what a round can hold.
    init(_ check: ICMPCheck, timeout: TimeSpan, completion: @escaping @Sendable (Finding) -> Void) {
        host = check.host
        literal = IPAddress(check.host)
        family = check.family
        count = min(max(1, check.count), 100)
        let limits = EchoPacket.payloadLimits
        payloadBytes = min(max(limits.lowerBound, check.payloadBytes), limits.upperBound)
        self.timeout = timeout
        self.completion = completion
    }

    /// The first of the addresses the family allows.
    func choose(from addresses: [IPAddress]) -> IPAddress? {
        addresses.first { address in
            switch family {
            case .any: true
            case .v4: address.isV4
            case .v6: !address.isV4
            }
        }
    }
}

internal import Engine

extension Reason.Code {
    /// The code's number in stored observations: never given to another, whatever order the code is declared in.
    var number: UInt8 {
        switch self {
        case .timedOut: 1
        case .connectionRefused: 2
        case .connectionReset: 3
        case .hostUnreachable: 4
        case .tlsFailed: 5
        case .certificateInvalid: 6
        case .certificateNearExpiry: 7
        case .unexpectedStatus: 8
        case .unexpectedBody: 9
        case .bodyTooLarge: 10
        case .tooManyRedirects: 11
        case .unexpectedBanner: 12
        case .protocolViolation: 13
        case .agentUnavailable: 14
        case .commandFailed: 15
        case .networkUnreachable: 64
        case .resolutionFailed: 65
        case .outOfDescriptors: 66
        case .notPermitted: 67
        case .startedLate: 68
        case .providerUnavailable: 69
        case .cancelled: 70
        case .internalFault: 71
        }
    }

    private static let byNumber = Dictionary(uniqueKeysWithValues: allCases.map { ($0.number, $0) })

    init?(number: UInt8) {
        guard let code = Reason.Code.byNumber[number] else { return nil }
        self = code
    }
}

import Engine
import Glibc

/// What an unanswered round says.
enum EchoJudge {
    /// What is our own fault comes first: a target is not called down on echoes that never left. Then what the path said,
    /// then silence.
    static func result(of fates: [EchoRound.Fate]) -> ProbeResult {
        let failures = fates.compactMap { fate -> ProbeResult? in
            guard case .failed(let code, let offender) = fate else { return nil }
            return result(of: code, from: offender)
        }
        for case .unknown(let reason) in failures { return .unknown(reason) }
        if let failure = failures.first { return failure }
        return .down(Reason(.timedOut, "none of \(fates.count) echoes was answered"))
    }

    /// By the `errno` that sending gave, or that the kernel made of an ICMP error from `offender`.
    static func result(of code: Int32, from offender: IPAddress?) -> ProbeResult {
        let words = SystemFailure.text(code) + (offender.map { ", says \($0)" } ?? "")
        switch code {
        case EHOSTUNREACH, EHOSTDOWN, ECONNREFUSED, ENOPROTOOPT:
            return .down(Reason(.hostUnreachable, words))
        case EACCES where offender != nil:
            return .down(Reason(.hostUnreachable, words))
        case ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, ENONET:
            return .unknown(Reason(.networkUnreachable, words))
        case EPERM, EACCES:
            return .unknown(Reason(.notPermitted, "\(words): a firewall or route of this machine forbids it"))
        case ENOBUFS, ENOMEM, EAGAIN:
            return .unknown(Reason(.internalFault, "the socket has no room: \(words)"))
        default:
            return .unknown(Reason(.internalFault, words))
        }
    }
}

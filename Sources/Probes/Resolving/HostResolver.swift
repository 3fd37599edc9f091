import CLibcurl
import Engine
import Glibc
import Synchronization

/// Turns host names into addresses off the probes' threads, since getaddrinfo(3) waits, and a dead resolver long.
///
/// Answers are kept for a minute, failures not at all; a name asked for again while its lookup is under way joins it.
final class HostResolver: Sendable {
    enum Answer: Sendable {
        /// In the order in which they are best tried (RFC 6724), never none.
        case addresses([IPAddress])
        case failed(Reason)
    }

    private struct Question: Hashable {
        let host: String
        let family: AddressFamily
    }

    private struct State {
        var kept: [Question: (addresses: [IPAddress], until: Nanoseconds)] = [:]
        var waiting: [Question: [@Sendable (Answer) -> Void]] = [:]

        mutating func ask(
            _ question: Question,
            _ completion: @escaping @Sendable (Answer) -> Void,
            now: Nanoseconds
        ) -> (kept: [IPAddress]?, isFirst: Bool) {
            if let entry = kept[question] {
                if now < entry.until { return (entry.addresses, false) }
                kept[question] = nil
            }
            waiting[question, default: []].append(completion)
            return (nil, waiting[question]?.count == 1)
        }
    }

    private static let keeping = Nanoseconds.milliseconds(60_000)

    private let pool = WorkPool("defib-resolver", threads: 4, queue: 4_096)
    private let state = Mutex(State())

    /// Calls `completion` once: at once where the answer is kept, else on another thread.
    func resolve(_ host: String, family: AddressFamily, _ completion: @escaping @Sendable (Answer) -> Void) {
        let question = Question(host: host, family: family)
        let (kept, isFirst) = state.withLock { $0.ask(question, completion, now: .now()) }
        if let kept { return completion(.addresses(kept)) }
        guard isFirst else { return }
        let isTaken = pool.submit { [self] in answer(question, HostResolver.lookUp(host, family)) }
        if !isTaken { answer(question, .failed(Reason(.resolutionFailed, "\(host): no thread to look it up"))) }
    }

    private func answer(_ question: Question, _ answer: Answer) {
        let waiting = state.withLock { state in
            if case .addresses(let addresses) = answer {
                state.kept[question] = (addresses, .now() + HostResolver.keeping)
            }
            return state.waiting.removeValue(forKey: question) ?? []
        }
        for completion in waiting { completion(answer) }
    }

    private static func lookUp(_ host: String, _ family: AddressFamily) -> Answer {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        switch family {
        case .any: hints.ai_family = AF_UNSPEC
        case .v4: hints.ai_family = AF_INET
        case .v6: hints.ai_family = AF_INET6
        }
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            return .failed(Reason(.resolutionFailed, "\(host): \(String(cString: gai_strerror(code)))"))
        }
        defer { freeaddrinfo(list) }
        let addresses = sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { entry -> IPAddress? in
            entry?.pointee.ai_addr.flatMap { IPAddress(socketAddress: UnsafeRawPointer($0)) }
        }
        guard !addresses.isEmpty else { return .failed(Reason(.resolutionFailed, "\(host): no address")) }
        return .addresses(addresses)
    }
}

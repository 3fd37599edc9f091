import Alerting
import Configuration
import Transfer

/// Sends one ping, within its deadline whatever the peer does.
///
/// The URL is a secret, and error texts of libraries and peers may repeat it: of a failure nothing but words of our own
/// is told.
struct HeartbeatSender: Sendable {
    enum Outcome: Hashable, Sendable {
        case taken
        /// One line for people.
        case lost(String)
    }

    let transport: any Transport
    /// Milliseconds for one attempt.
    var deadline = 10_000

    /// More than any answer to a ping.
    private static let maxBodyBytes = 4_096
    /// What healthchecks.io keeps of a ping's body is more; a reason is shorter.
    private static let maxReasonBytes = 1_000

    func send(_ ping: HeartbeatRhythm.Ping, to address: HeartbeatSettings.Address) async -> Outcome {
        let base: String
        switch address {
        case .literal(let url): base = url
        case .file(let path):
            do throws(TokenFile.Failure) { base = try TokenFile.read(path) } catch {
                return .lost("the file of its URL, \(error.path), \(error.reason)")
            }
            guard base.hasPrefix("https://") || base.hasPrefix("http://") else {
                return .lost("the file of its URL, \(path), holds no http(s) URL")
            }
        }
        do throws(TransferError) {
            return HeartbeatSender.outcome(of: try await transport.perform(request(ping, base)))
        } catch {
            // Who answered well, and then went on talking, has taken it.
            if error.kind == .bodyTooLarge, (200..<300).contains(error.trace.status) { return .taken }
            return .lost(error.kind.words)
        }
    }

    private func request(_ ping: HeartbeatRhythm.Ping, _ base: String) -> TransferRequest {
        var headers = [(name: "User-Agent", value: "defib")]
        var body: [UInt8]?
        if case .fail(let reason) = ping {
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
            body = Array(reason.utf8.prefix(HeartbeatSender.maxReasonBytes)) + [UInt8(ascii: "\n")]
        }
        return TransferRequest(
            url: PingURL.of(ping, base),
            method: body == nil ? "GET" : "POST",
            headers: headers,
            body: body,
            deadline: deadline,
            maxBodyBytes: HeartbeatSender.maxBodyBytes
        )
    }

    /// Healthchecks.io answers 200 to what it did not take as well, and says so in the body alone.
    private static func outcome(of response: TransferResponse) -> Outcome {
        switch response.status {
        case 200..<300: break
        case 300..<400: return .lost("it answered \(response.status): redirects are not followed, write the final URL")
        case 404, 410: return .lost("it answered \(response.status): the service knows no such check")
        case let status: return .lost("it answered \(status)")
        }
        switch String(decoding: response.body, as: UTF8.self) {
        case "OK (not found)": return .lost("it answered 'OK (not found)': the service knows no such check")
        case "OK (rate limited)": return .lost("it answered 'OK (rate limited)': others ping the same check")
        case _: return .taken
        }
    }
}

extension TransferError.Kind {
    /// Without a word of the library's or the peer's.
    fileprivate var words: String {
        switch self {
        case .timedOut: "it did not answer in time"
        case .connectionRefused: "the connection was refused"
        case .connectionReset: "the connection was reset"
        case .hostUnreachable: "its host is unreachable"
        case .tlsFailed: "TLS failed"
        case .certificateInvalid: "its certificate is not valid"
        case .bodyTooLarge, .tooManyRedirects, .protocolViolation: "its answer was not understood"
        case .networkUnreachable: "the network is unreachable from here"
        case .resolutionFailed: "its host's name can't be resolved"
        case .outOfDescriptors: "there are no file descriptors left"
        case .invalidRequest: "its URL is not one"
        case .cancelled, .shutDown: "Defib is shutting down"
        case .internalFault: "libcurl failed"
        }
    }
}

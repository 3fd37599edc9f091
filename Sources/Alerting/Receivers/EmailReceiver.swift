public import Engine
public import Transfer

/// Mail, handed to a server over SMTP (RFC 5321), by default not without TLS.
///
/// A repeated message has the same Message-ID, so that servers and readers may drop it, and all of one incident refer to one root, so
/// that they stand together.
public struct EmailReceiver: Receiver {
    public enum Security: Hashable, Sendable {
        /// In the clear at first, and then TLS (RFC 3207) before anything is said: a server without it gets no message.
        case startTLS
        /// TLS from the first byte (RFC 8314).
        case implicit
        case none
    }

    public struct Login: Hashable, Sendable {
        public var user: String
        /// A file whose one line is the password; read for every attempt.
        public var passwordFile: String

        public init(user: String, passwordFile: String) {
            self.user = user
            self.passwordFile = passwordFile
        }
    }

    public var name: String
    /// Without brackets.
    public var host: String
    public var port: Int
    public var security: Security
    public var login: Login?
    public var sender: String
    public var recipients: [String]
    /// Milliseconds for one attempt.
    public var deadline: Int
    public var caFile: String?
    public var externalURL: String
    private let transport: any Transport
    private let clock: WallClock

    /// - Parameter transport: a loop for mail alone: libcurl waits for a server's goodbye on the loop's own thread.
    public init(
        name: String,
        host: String,
        port: Int,
        security: Security = .startTLS,
        login: Login? = nil,
        sender: String,
        recipients: [String],
        deadline: Int = 30_000,
        caFile: String? = nil,
        externalURL: String,
        transport: any Transport,
        clock: @escaping WallClock = systemClock
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.sender = sender
        self.recipients = recipients
        self.deadline = deadline
        self.caFile = caFile
        self.externalURL = externalURL
        self.transport = transport
        self.clock = clock
    }

    public func deliver(_ notification: Notification) async -> DeliveryOutcome {
        var redaction = Redaction(url: "", secrets: [])
        do {
            let account = try login.map { login throws(TokenFile.Failure) in
                MailEnvelope.Login(user: login.user, password: try TokenFile.line(login.passwordFile))
            }
            if let account { redaction.hide(account.password) }
            _ = try await transport.perform(request(for: notification, account))
            return .delivered
        } catch let failure as TokenFile.Failure {
            return .failed(failure.description, retryAfter: nil)
        } catch let error as TransferError {
            return EmailReceiver.outcome(of: error, redaction)
        } catch {
            return .failed(redaction.line("\(error)"), retryAfter: nil)
        }
    }

    private func request(for notification: Notification, _ account: MailEnvelope.Login?) -> TransferRequest {
        let scheme = security == .implicit ? "smtps" : "smtp"
        let message = MailMessage(
            notification,
            from: sender,
            to: recipients,
            link: notification.link(from: externalURL),
            sentAt: clock()
        )
        return TransferRequest(
            url: "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            body: message.bytes,
            deadline: deadline,
            tls: TransferRequest.TLSOptions(caFile: caFile),
            envelope: MailEnvelope(
                sender: sender,
                recipients: recipients,
                requiresTLS: security != .none,
                login: account
            )
        )
    }

    /// RFC 5321 §4.2.1: a server's 5yz is for good, its 4yz is not. What it said before the connection broke decides nothing.
    private static func outcome(of error: TransferError, _ redaction: Redaction) -> DeliveryOutcome {
        let isRefused = error.kind == .protocolViolation && (500..<600).contains(error.trace.status)
        return isRefused || error.kind == .invalidRequest
            ? .refused(redaction.line(error.message)) : .failed(redaction.line(error.message), retryAfter: nil)
    }
}

public import Engine

/// Where notifications go, and how they are worded.
public struct ReceiverSettings: Hashable, Sendable {
    public var name: String
    public var kind: Kind
    /// In place of the headline.
    public var title: Template?
    /// In place of the text.
    public var text: Template?
    /// Of one attempt.
    public var timeout: TimeSpan
    /// PEM file of authorities in place of the system's.
    public var caFile: String?

    public init(
        name: String,
        kind: Kind,
        title: Template? = nil,
        text: Template? = nil,
        timeout: TimeSpan = .seconds(10),
        caFile: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.title = title
        self.text = text
        self.timeout = timeout
        self.caFile = caFile
    }

    public enum Kind: Hashable, Sendable {
        /// Alertmanager's webhook payload, version 4.
        case webhook(url: String, bearerTokenFile: String?, secretFile: String?)
        case alertmanager(url: String, bearerTokenFile: String?, labels: [Label], resend: TimeSpan)
        case pagerDuty(routingKeyFile: String, url: String)
        case slack(urlFile: String)
        case ntfy(url: String, topic: String, tokenFile: String?)
        case email(EmailSettings)
        /// A program's absolute path, and its arguments.
        case command([String])
    }
}

/// A mail server, and who writes to whom through it.
public struct EmailSettings: Hashable, Sendable {
    public enum Security: String, Hashable, Sendable, CaseIterable {
        case startTLS = "starttls"
        case implicit
        case none
    }

    /// Without brackets.
    public var host: String
    public var port: Int
    public var security: Security
    public var from: String
    public var to: [String]
    public var login: Login?

    public struct Login: Hashable, Sendable {
        public var user: String
        public var passwordFile: String

        public init(user: String, passwordFile: String) {
            self.user = user
            self.passwordFile = passwordFile
        }
    }

    public init(host: String, port: Int, security: Security, from: String, to: [String], login: Login?) {
        self.host = host
        self.port = port
        self.security = security
        self.from = from
        self.to = to
        self.login = login
    }
}

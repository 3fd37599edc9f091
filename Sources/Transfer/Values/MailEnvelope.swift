/// What a mail server is told before the message (RFC 5321).
public struct MailEnvelope: Sendable, Hashable {
    /// Addresses without brackets.
    public var sender: String
    public var recipients: [String]
    /// Whether `smtp://` must go over to TLS (RFC 3207) before anything is said: a server that offers none gets no message.
    public var requiresTLS: Bool
    public var login: Login?

    public struct Login: Sendable, Hashable {
        public var user: String
        public var password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    public init(sender: String, recipients: [String], requiresTLS: Bool = true, login: Login? = nil) {
        self.sender = sender
        self.recipients = recipients
        self.requiresTLS = requiresTLS
        self.login = login
    }
}

public import Alerting
public import Configuration
internal import Engine
public import Transfer

/// Makes receivers as the configuration describes them.
public struct ReceiverAssembly: Sendable {
    /// For everything but mail.
    private let transport: any Transport
    /// Where people reach this Defib.
    private let externalURL: String

    public init(transport: any Transport, externalURL: String) {
        self.transport = transport
        self.externalURL = externalURL
    }

    public func receiver(_ settings: ReceiverSettings) -> any Receiver {
        let plain = plain(settings)
        guard settings.title != nil || settings.text != nil else { return plain }
        return TemplatedReceiver(plain, title: settings.title, text: settings.text)
    }

    private func plain(_ settings: ReceiverSettings) -> any Receiver {
        let (name, deadline) = (settings.name, Int(settings.timeout.milliseconds))
        switch settings.kind {
        case .webhook(let url, let tokenFile, let secretFile):
            return WebhookReceiver(
                name: name,
                url: url,
                bearerTokenFile: tokenFile,
                secretFile: secretFile,
                deadline: deadline,
                caFile: settings.caFile,
                externalURL: externalURL,
                transport: transport
            )
        case .alertmanager(let url, let tokenFile, let labels, let resend):
            return AlertmanagerReceiver(
                name: name,
                url: url,
                bearerTokenFile: tokenFile,
                labels: labels,
                resendInterval: resend,
                deadline: deadline,
                caFile: settings.caFile,
                externalURL: externalURL,
                transport: transport
            )
        case .pagerDuty(let keyFile, let url):
            return PagerDutyReceiver(
                name: name,
                routingKeyFile: keyFile,
                url: url,
                deadline: deadline,
                caFile: settings.caFile,
                externalURL: externalURL,
                transport: transport
            )
        case .slack(let urlFile):
            return SlackReceiver(
                name: name,
                urlFile: urlFile,
                deadline: deadline,
                caFile: settings.caFile,
                externalURL: externalURL,
                transport: transport
            )
        case .ntfy(let url, let topic, let tokenFile):
            return NtfyReceiver(
                name: name,
                url: url,
                topic: topic,
                tokenFile: tokenFile,
                deadline: deadline,
                caFile: settings.caFile,
                externalURL: externalURL,
                transport: transport
            )
        case .email(let email): return self.email(email, settings)
        case .command(let arguments):
            return CommandReceiver(name: name, arguments: arguments, deadline: deadline, externalURL: externalURL)
        }
    }

    /// Mail has a loop of its own, because libcurl waits for a mail server's goodbye on the loop's thread; where the system denies it
    /// one, it shares the other.
    private func email(_ email: EmailSettings, _ settings: ReceiverSettings) -> any Receiver {
        let loop: any Transport
        do { loop = try TransferLoop() } catch { loop = transport }
        return EmailReceiver(
            name: settings.name,
            host: email.host,
            port: email.port,
            security: EmailReceiver.Security(email.security),
            login: email.login.map { EmailReceiver.Login(user: $0.user, passwordFile: $0.passwordFile) },
            sender: email.from,
            recipients: email.to,
            deadline: Int(settings.timeout.milliseconds),
            caFile: settings.caFile,
            externalURL: externalURL,
            transport: loop
        )
    }
}

extension EmailReceiver.Security {
    fileprivate init(_ security: EmailSettings.Security) {
        self =
            switch security {
            case .startTLS: .startTLS
            case .implicit: .implicit
            case .none: .none
            }
    }
}

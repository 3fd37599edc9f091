internal import Engine

/// Reads the receivers that are reached over HTTP.
enum HTTPReceiverReader {
    static func webhook(_ fields: Fields) -> ReceiverSettings.Kind? {
        let token = fields.secretPath("bearer_token_file")
        let secret = fields.secretPath("secret_file")
        guard let url = url(fields, secretKey: "bearer_token_file") else { return nil }
        return .webhook(url: url, bearerTokenFile: token, secretFile: secret)
    }

    static func alertmanager(_ fields: Fields) -> ReceiverSettings.Kind? {
        let token = fields.secretPath("bearer_token_file")
        let labels = fields.has("labels") ? LabelReader.read(fields, "labels", reserved: ownLabels) : []
        let resend = fields.duration("resend", atLeast: .seconds(5)) ?? .minutes(1)
        guard let url = url(fields, secretKey: "bearer_token_file") else { return nil }
        if url.hasSuffix("/api/v2/alerts") || url.hasSuffix("/api/v1/alerts") {
            fields.error("url", "'url' in \(fields.context) names the API itself", "leave out '/api/…/alerts'")
        }
        return .alertmanager(url: url, bearerTokenFile: token, labels: labels, resend: resend)
    }

    /// What an alert's identity is made of already.
    private static let ownLabels: Set<String> = ["alertname", "incident", "vps", "name", "rule"]

    static func pagerDuty(_ fields: Fields) -> ReceiverSettings.Kind? {
        let key = fields.requiredSecretPath("routing_key_file")
        let address = fields.has("url") ? url(fields, secretKey: "routing_key_file") : Defaults.pagerDutyURL
        guard let key, let address else { return nil }
        return .pagerDuty(routingKeyFile: key, url: address)
    }

    static func ntfy(_ fields: Fields) -> ReceiverSettings.Kind? {
        let token = fields.secretPath("token_file")
        let server = fields.has("url") ? url(fields, secretKey: "token_file") : Defaults.ntfyURL
        guard let topic = fields.requiredText("topic"), let server else { return nil }
        guard topic.utf8.count <= 64, topic.utf8.allSatisfy(isTopicByte) else {
            let remedy = "ntfy takes letters, digits, '-' and '_', 64 at most"
            fields.error("topic", "'topic' in \(fields.context) is no topic", remedy)
            return nil
        }
        return .ntfy(url: server, topic: topic, tokenFile: token)
    }

    /// What carries a secret goes to `https://`, or to this machine.
    private static func url(_ fields: Fields, secretKey: String) -> String? {
        guard fields.required("url") != nil, let (url, parts) = fields.url("url", schemes: ["https", "http"]) else {
            return nil
        }
        if parts.scheme == "http", fields.has(secretKey), !parts.isLoopback {
            fields.error("url", "\(fields.context) would send its token unencrypted", "use 'https://'")
        }
        return url
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

internal import Engine

/// Reads `heartbeat`, the dead-man's switch.
enum HeartbeatReader {
    static func read(_ root: Fields) -> HeartbeatSettings? {
        guard let fields = root.section("heartbeat", .heartbeat, "'heartbeat'") else { return nil }
        let interval = fields.duration("interval", atLeast: Defaults.shortestHeartbeat) ?? Defaults.heartbeatInterval
        return address(fields).map { HeartbeatSettings(url: $0, interval: interval) }
    }

    private static func address(_ fields: Fields) -> HeartbeatSettings.Address? {
        switch (fields.has("url"), fields.has("url_file")) {
        case (true, true):
            hide("url", fields)
            fields.error("url_file", "'url' and 'url_file' in \(fields.context)", "keep one of them")
            return nil
        case (false, false):
            fields.findings.error(
                fields.place,
                "\(fields.context) has no 'url'",
                "write the check's ping URL, or name the file that holds it with 'url_file'"
            )
            return nil
        case (true, false): return url(fields)
        case (false, true): return fields.secretPath("url_file").map(HeartbeatSettings.Address.file)
        }
    }

    /// Its path is a secret, and its line shown nowhere.
    private static func url(_ fields: Fields) -> HeartbeatSettings.Address? {
        hide("url", fields)
        guard fields.text("url")?.contains("://") != false else {
            fields.error("url", "'url' in \(fields.context) is not a URL", "start it with 'https://'")
            return nil
        }
        guard let (text, _) = fields.url("url", schemes: ["https", "http"]) else { return nil }
        if let ending = ["start", "fail", "log"].first(where: { Self.path(of: text).hasSuffix("/" + $0) }) {
            fields.error(
                "url",
                "'url' in \(fields.context) ends with '/\(ending)'",
                "write the ping URL alone: Defib adds '/start' and '/fail' itself"
            )
            return nil
        }
        return .literal(text)
    }

    private static func path(of url: String) -> Substring { url.prefix { $0 != "?" && $0 != "#" } }

    private static func hide(_ key: String, _ fields: Fields) {
        fields.findings.hide(from: fields.place(ofKey: key).line, to: fields.place(of: key).line)
    }
}

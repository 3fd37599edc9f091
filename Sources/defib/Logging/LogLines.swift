import Engine
import FoundationEssentials
import Glibc
import Logging

/// How the daemon's log is written.
enum LogFormat: String, CaseIterable, Sendable {
    case text, json
}

/// Writes one line an event to standard error, in one piece, so that lines of several threads never mix. systemd keeps
/// it from there.
struct LogLines: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let format: LogFormat

    init(format: LogFormat, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        let line = LogLine(
            time: LogLines.now().description,
            level: event.level.rawValue,
            message: "\(event.message)",
            metadata: all.mapValues { "\($0)" }
        )
        LogLines.write(line.text(format))
    }

    private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A log that can't be written is no reason to stop watching.
    private static func write(_ line: String) {
        let bytes = Array(line.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// One event, bounded: nobody's words fill the disk.
struct LogLine: Encodable {
    var time: String
    var level: String
    var message: String
    var metadata: [String: String]

    private static let longestMessage = 4_000
    private static let longestValue = 1_000

    init(time: String, level: String, message: String, metadata: [String: String]) {
        self.time = time
        self.level = level
        self.message = message.cut(to: LogLine.longestMessage)
        self.metadata = metadata.mapValues { $0.cut(to: LogLine.longestValue) }
    }

    func text(_ format: LogFormat) -> String {
        switch format {
        case .text: plain + "\n"
        case .json: ((try? json()) ?? plain) + "\n"
        }
    }

    private var plain: String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(LogLine.quoted($0.value))" }
        return "\(time) \(level.padding(to: 8)) \(LogLine.oneLine(message))\(pairs.joined())"
    }

    private func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private static func quoted(_ value: String) -> String {
        let isWord = !value.isEmpty && !value.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
        return isWord ? oneLine(value) : "\"\(oneLine(value).replacing("\"", with: "\\\""))\""
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " | ").withoutControls
    }
}

extension String {
    fileprivate func cut(to limit: Int) -> String {
        guard utf8.count > limit, count > limit else { return self }
        return prefix(limit) + "…"
    }
}

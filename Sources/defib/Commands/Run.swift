import ArgumentParser
import Daemon
import Glibc
import Logging
import Web

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch, and bring back what stops: the daemon.",
        discussion: """
            Runs in the foreground until SIGTERM or SIGINT, and ends within seconds. SIGHUP reads the configuration anew; one \
            with errors changes nothing. Logs go to standard error. Under systemd it tells readiness, feeds the watchdog, \
            and takes over a listening socket (LISTEN_FDS).

            Examples:
              defib run
              defib run --config /etc/defib/defib.yml --log-format json
              defib run --log-level debug
            """
    )

    @OptionGroup var configuration: ConfigurationOption
    @Option(help: "text or json: one line an event.")
    var logFormat: LogFormat = .text
    @Option(
        help: "The least that is logged: trace, debug, info, notice, warning, error or critical (default: info).",
        transform: Choice.logLevel
    )
    var logLevel: Logger.Level?

    func run() async throws {
        let path = try configuration.requiredPath()
        // Everything that is wrong with it, as 'check' shows it; the daemon reads it again.
        _ = try configuration.load()
        let (format, level) = (logFormat, logLevel ?? .info)
        let log = Logger(label: "defib") { _ in LogLines(format: format, level: level) }
        do {
            try await DefibDaemon.run(
                DaemonOptions(
                    configurationPath: path,
                    version: Version.current,
                    log: log,
                    inheritedListener: Run.inheritedListener
                )
            )
        } catch {
            throw Trouble("\(error)")
        }
    }

    private static var inheritedListener: Int32? {
        var environment: [String: String] = [:]
        for name in ["LISTEN_FDS", "LISTEN_PID"] { environment[name] = getenv(name).map { String(cString: $0) } }
        guard case .descriptor(let number) = InheritedSockets.announced(in: environment).first else { return nil }
        return number
    }
}

extension LogFormat: ExpressibleByArgument {}

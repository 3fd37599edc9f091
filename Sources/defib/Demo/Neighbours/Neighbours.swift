import FoundationEssentials
import Glibc
import Sandbox
import Transfer

/// A real Prometheus and a real Alertmanager beside a demonstration, wired up with it: Prometheus scrapes Defib and
/// evaluates the shipped rules, Alertmanager takes Defib's notifications and Prometheus' alerts.
///
/// Both are ended with the demonstration, whatever its end: they ask the kernel for a signal at this process's death.
final class Neighbours: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case prometheus
    }

    /// Where a person finds them, and where Alertmanager is from within the guests' namespace, in which Defib runs.
    let prometheus: String
    let alertmanager: String
    let alertmanagerInside: String

    var hasConsoles: Bool { files.hasConsoles }

    private let files: NeighbourFiles
    private let alertmanagerProcess: LaunchedProcess
    private let prometheusPort: Int

    /// Starts Alertmanager: Defib may have something to say from its first moment on.
    ///
    /// It serves on two listeners, of the user's namespace and of the guests', by systemd's convention.
    init(in namespace: NetworkNamespace, files demo: DemoFiles) async throws {
        for program in ["prometheus", "prometheus-alertmanager"] { try Neighbours.require(program) }
        files = try NeighbourFiles(in: demo)
        let outside = try ListeningSocket.open(port: 0)
        let inside = try await namespace.run { try ListeningSocket.open(port: 0) }
        alertmanager = "http://127.0.0.1:\(outside.port)"
        alertmanagerInside = "http://127.0.0.1:\(inside.port)"
        prometheusPort = try Neighbours.freePort()
        prometheus = "http://127.0.0.1:\(prometheusPort)"
        try files.writeAlertmanager()
        alertmanagerProcess = try await namespace.launch(
            // Only the process itself knows the number that the convention asks for.
            ["sh", "-c", #"LISTEN_PID=$$ exec "$0" "$@""#, "prometheus-alertmanager"]
                + files.alertmanagerArguments + ["--web.external-url=\(alertmanager)"],
            listeners: [outside, inside],
            errorsTo: files.alertmanagerLog
        )
    }

    /// Lets Prometheus scrape a Defib that answers already: so that no scrape fails. Ends all again with `body`.
    func scraping<Value>(
        _ defib: Int,
        through transport: any Transport,
        _ body: (NeighbourClient) async throws -> Value
    ) async throws -> Value {
        let client = NeighbourClient(transport: transport, prometheus: prometheus, alertmanager: alertmanager)
        do {
            try await client.waitForAlertmanager()
            try files.write(scraping: defib, alertmanager: alertmanager)
            let process = try await NetworkNamespace.current().launch(
                ["prometheus"] + files.prometheusArguments(port: prometheusPort),
                errorsTo: files.prometheusLog
            )
            do {
                try await client.waitForPrometheus()
                let value = try await body(client)
                await end(process)
                return value
            } catch {
                await end(process)
                throw error
            }
        } catch let failure as DemoStory.Failure {
            for log in [files.prometheusLog, files.alertmanagerLog] {
                for line in DemoFiles.tail(log, lines: 5) { Console.output.line(Styled("  \(line)", .faint)) }
            }
            throw failure
        }
    }

    private func end(_ prometheus: LaunchedProcess) async {
        prometheus.send(SIGTERM)
        _ = await prometheus.exitCode()
        await endAlertmanager()
    }

    /// For those who don't get as far as Prometheus.
    func endAlertmanager() async {
        alertmanagerProcess.send(SIGTERM)
        _ = await alertmanagerProcess.exitCode()
    }

    /// Prometheus takes no listener that is open already: its port is one that was free a moment ago.
    private static func freePort() throws -> Int { try ListeningSocket.open(port: 0).port }

    private static func require(_ program: String) throws {
        let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        guard folders.contains(where: { access("\($0)/\(program)", X_OK) == 0 }) else {
            throw Trouble("there is no \(program): on Debian, apt-get install \(program)")
        }
    }
}

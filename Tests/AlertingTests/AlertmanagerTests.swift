import Engine
import Glibc
import Testing
import Transfer

@testable import Alerting

/// Our webhook beside that of a real Alertmanager.
@Suite(.enabled(if: RealAlertmanager.isInstalled, "no Alertmanager: apt-get install prometheus-alertmanager"))
struct AlertmanagerTests {
    @Test func ourPayloadHasTheShapeOfTheRealOne() async throws {
        let server = try RecordingServer()
        defer { server.stop() }
        let alertmanager = try RealAlertmanager(postingTo: server.url)
        defer { alertmanager.stop() }
        try await alertmanager.raise("TestAlert", through: TransferLoop())
        try await wait(for: "Alertmanager's webhook") { !server.requests.isEmpty }
        let real = try JSONShape(of: try #require(server.requests.first).body)

        let ours = try JSONShape(of: WebhookPayload(try firing(), receiver: "r", externalURL: "http://x").json)
        #expect(ours.keys == real.keys)
        for key in real.keys.subtracting(["alerts", "groupLabels", "commonLabels", "commonAnnotations"]) {
            #expect(ours[key] == real[key], "\(key)")
        }
        guard case .array(let ourAlerts) = ours["alerts"], case .array(let realAlerts) = real["alerts"] else {
            Issue.record("alerts is no array")
            return
        }
        let (our, their) = (try #require(ourAlerts.first), try #require(realAlerts.first))
        #expect(our.keys == their.keys)
        for key in their.keys.subtracting(["labels", "annotations"]) { #expect(our[key] == their[key], "\(key)") }
    }
}

/// An Alertmanager on loopback, ended by `stop`.
private struct RealAlertmanager {
    private static let path = "/usr/bin/prometheus-alertmanager"
    static var isInstalled: Bool { access(path, X_OK) == 0 }

    private let configuration: TemporaryFile
    private let storage: String
    private let process: pid_t
    private let port: UInt16

    init(postingTo url: String) throws {
        configuration = try TemporaryFile(
            """
            route: {receiver: w, group_by: [alertname], group_wait: 50ms, group_interval: 1s, repeat_interval: 1h}
            receivers: [{name: w, webhook_configs: [{url: "\(url)", send_resolved: true}]}]
            """
        )
        var template = Array("/tmp/defib-alertmanager-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        storage = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let free = try RecordingServer()
        port = free.port
        free.stop()
        process = try RealAlertmanager.spawn([
            "--config.file=\(configuration.path)", "--storage.path=\(storage)", "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
        ])
    }

    func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        for name in ["nflog", "silences"] { unlink(storage + "/" + name) }
        rmdir(storage)
    }

    /// Posts an alert as soon as Alertmanager takes one.
    func raise(_ name: String, through loop: TransferLoop) async throws {
        let alert = "[{\"labels\":{\"alertname\":\"\(name)\"},\"annotations\":{\"summary\":\"s\"}}]"
        let request = TransferRequest(
            url: "http://127.0.0.1:\(port)/api/v2/alerts",
            method: "POST",
            headers: [("Content-Type", "application/json")],
            body: Array(alert.utf8),
            deadline: 5_000
        )
        try await wait(for: "Alertmanager") { (try? await loop.perform(request).status) == 200 }
    }

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var process = pid_t()
        let strings = ([path] + arguments).map { strdup($0) }
        defer { strings.forEach { free($0) } }
        try #require(posix_spawn(&process, path, nil, nil, strings + [nil], environ) == 0)
        return process
    }
}

/// Asks again and again, for at most 20 seconds.
private func wait(for what: String, until isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try await !isTrue() {
        try #require(ContinuousClock.now < deadline, "\(what) did not come")
        try await Task.sleep(for: .milliseconds(50))
    }
}

import Glibc
import Testing
import Transfer

/// An Alertmanager on loopback, ended by `stop`.
struct RealAlertmanager {
    private static let path = "/usr/bin/prometheus-alertmanager"
    static var isInstalled: Bool { access(path, X_OK) == 0 }

    private let configuration: TemporaryFile
    private let storage: String
    private let process: RunningProgram
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
        process = try RunningProgram([
            RealAlertmanager.path, "--config.file=\(configuration.path)", "--storage.path=\(storage)",
            "--cluster.listen-address=", "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
        ])
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What `amtool` prints.
    func tool(_ words: String...) throws -> String {
        try RunningProgram.output(["amtool", "--alertmanager.url=\(url)"] + words)
    }

    func stop() {
        process.end()
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
}

/// Asks again and again, for 20 seconds, and for at least 50 times where the machine is busy with other tests.
func wait(for what: String, until isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    var rounds = 0
    while try await !isTrue() {
        rounds += 1
        try #require(rounds < 50 || ContinuousClock.now < deadline, "\(what) did not come")
        try await Task.sleep(for: .milliseconds(50))
    }
}

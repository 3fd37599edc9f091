import FoundationEssentials
import Glibc
import Sandbox
import Transfer

/// A real Prometheus that scrapes a theatre's Defib each second, with the consoles of the source tree.
struct Observatory: Sendable {
    private let transport: TransferLoop
    private let process: LaunchedProcess
    let origin: String

    /// The source tree.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func open(_ theatre: Theatre) async throws -> Observatory {
        let config = """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            scrape_configs: [{job_name: defib, static_configs: [{targets: ["127.0.0.1:\(theatre.directions.port)"]}]}]
            """
        try theatre.folder.put(config, in: "prometheus.yml")
        // Prometheus takes no open listener: a port that was free a moment ago.
        let port = try ListeningSocket.open(port: 0).port
        let process = try await NetworkNamespace.current().launch(
            [
                "prometheus", "--config.file=\(theatre.folder.file("prometheus.yml"))",
                "--storage.tsdb.path=\(theatre.folder.file("tsdb"))", "--web.listen-address=127.0.0.1:\(port)",
                "--web.console.templates=\(root)/dashboards/consoles", "--log.level=warn",
            ],
            errorsTo: theatre.folder.file("prometheus.log")
        )
        let opened = Observatory(
            transport: theatre.client.transport,
            process: process,
            origin: "http://127.0.0.1:\(port)"
        )
        _ = try await eventually("Prometheus is ready") { (await opened.get("/-/ready")?.status == 200).ifTrue }
        return opened
    }

    func close() async {
        process.send(SIGTERM)
        _ = await process.exitCode()
    }

    struct Answer: Decodable {
        struct Result: Decodable { var result: [Sample] }
        struct Sample: Decodable { var metric: [String: String] }
        var status: String
        var error: String?
        var data: Result?
    }

    /// What an instant query answers.
    func answer(to query: String) async throws -> Answer {
        let form = "query=" + query.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let request = TransferRequest(
            url: "\(origin)/api/v1/query",
            method: "POST",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8),
            deadline: 10_000
        )
        return try JSONDecoder().decode(Answer.self, from: Data(try await transport.perform(request).body))
    }

    func get(_ path: String) async -> TransferResponse? {
        try? await transport.perform(TransferRequest(url: origin + path, deadline: 10_000, maxBodyBytes: 4 << 20))
    }
}

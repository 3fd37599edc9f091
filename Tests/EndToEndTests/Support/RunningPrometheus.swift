import FoundationEssentials
import Glibc
import Sandbox
import Transfer

/// A real Prometheus on the shipped configuration and rules, which scrapes a theatre's Defib every second.
struct RunningPrometheus: Sendable {
    private let process: LaunchedProcess
    private let client: DaemonClient

    /// One sample of an instant query's answer.
    struct Sample: Decodable {
        var metric: [String: String]
        var value: Double

        private enum CodingKeys: CodingKey { case metric, value }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            metric = try container.decode([String: String].self, forKey: .metric)
            var pair = try container.nestedUnkeyedContainer(forKey: .value)
            _ = try pair.decode(Double.self)
            value = Double(try pair.decode(String.self)) ?? .nan
        }
    }

    struct Rule: Decodable {
        var name: String
        var health: String
        var lastError: String?
    }

    private struct Answer<Content: Decodable>: Decodable { var data: Content }
    private struct Vector: Decodable { var result: [Sample] }
    private struct Groups: Decodable { var groups: [Group] }
    private struct Group: Decodable { var rules: [Rule] }

    /// Runs one while `body` does, and returns once it answers.
    static func watch(_ theatre: Theatre, _ body: (RunningPrometheus) async throws -> Void) async throws {
        let prometheus = try await RunningPrometheus(theatre)
        let outcome: Result<Void, any Error>
        do {
            _ = try await eventually("Prometheus is ready") { await prometheus.client.answers("/-/ready").ifTrue }
            outcome = .success(try await body(prometheus))
        } catch {
            outcome = .failure(error)
        }
        prometheus.process.send(SIGKILL)
        _ = await prometheus.process.exitCode()
        do { try outcome.get() } catch {
            let log = theatre.folder.text(of: "prometheus.log").split(separator: "\n").suffix(5)
            throw Mishap("\(error)\nPrometheus' last words:\n\(log.joined(separator: "\n"))")
        }
    }

    private init(_ theatre: Theatre) async throws {
        // Given back at once: Prometheus takes no open listener.
        let port = try ListeningSocket.open(port: 0).port
        let folder = theatre.folder
        try folder.put(RunningPrometheus.shipped("defib.rules.yml"), in: "defib.rules.yml")
        let authority = theatre.client.origin.split(separator: "/").last.map(String.init) ?? ""
        let configuration = try RunningPrometheus.shipped("prometheus.yml")
            .replacing("127.0.0.1:9753", with: authority).replacing("15s", with: "1s")
        try folder.put(configuration, in: "prometheus.yml")
        client = DaemonClient(transport: theatre.client.transport, origin: "http://127.0.0.1:\(port)")
        // Defib's page is served outside the guests' namespace.
        process = try await theatre.namespace.launch(
            [
                "nsenter", "--net=/proc/\(getpid())/ns/net", "prometheus",
                "--config.file=\(folder.file("prometheus.yml"))", "--web.listen-address=127.0.0.1:\(port)",
                "--storage.tsdb.path=\(folder.file("prometheus"))",
            ],
            errorsTo: folder.file("prometheus.log")
        )
    }

    private static func shipped(_ name: String) throws -> String {
        // Tests/EndToEndTests/Support/RunningPrometheus.swift
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        let path = root.joined(separator: "/") + "/rules/prometheus/\(name)"
        guard let text = String(validating: Folder.read(path), as: UTF8.self), !text.isEmpty else {
            throw Mishap("\(path) can't be read")
        }
        return text
    }

    // MARK: Asking it

    /// Empty where nothing matches, or while nobody answers.
    func query(_ expression: String) async -> [Sample] {
        let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-".utf8)
        let escaped = expression.utf8.map { byte -> String in
            unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + hex(byte)
        }
        return await decoded(Vector.self, "/api/v1/query?query=" + escaped.joined())?.result ?? []
    }

    func rules() async -> [Rule] {
        await decoded(Groups.self, "/api/v1/rules")?.groups.flatMap(\.rules) ?? []
    }

    private func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private func decoded<Content: Decodable>(_ type: Content.Type, _ path: String) async -> Content? {
        guard let response = await client.get(path), response.status == 200 else { return nil }
        return try? JSONDecoder().decode(Answer<Content>.self, from: Data(response.body)).data
    }
}

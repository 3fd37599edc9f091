import Engine
import FoundationEssentials
import Transfer
import Web

/// A demonstration's view of the watching Defib and of the sandbox: by HTTP from outside the guests' namespace, as any
/// browser or scraper sees them.
struct DemoClient: Sendable {
    let transport: any Transport
    let web: String
    let api: String

    private struct Targets: Decodable { var targets: [TargetView] }
    private struct Incidents: Decodable { var incidents: [IncidentView] }

    func targets() async -> [TargetView]? { await get(Targets.self, "/api/v1/targets")?.targets }
    func incidents() async -> [IncidentView]? { await get(Incidents.self, "/api/v1/incidents")?.incidents }

    /// Until it answers a scrape.
    func waitForDefib() async throws {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if await body("/metrics") != nil { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw DemoStory.Failure(words: "Defib did not get ready")
    }

    /// Flips one of the sandbox's switches.
    func flip(_ change: String, of guest: String, body: String) async throws {
        let request = TransferRequest(
            url: "\(api)/sandbox/guests/\(guest)/\(change)",
            method: "POST",
            headers: [("Content-Type", "application/json")],
            body: Array(body.utf8),
            deadline: 10_000
        )
        let response = try await transport.perform(request)
        guard response.status == 200 else {
            throw DemoStory.Failure(words: "the sandbox answered \(response.status) to '\(change)' of \(guest)")
        }
    }

    /// Lines of the exposition that begin so.
    func metrics(matching prefixes: [String]) async -> [String] {
        guard let body = await body("/metrics") else { return [] }
        return String(decoding: body, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { line in prefixes.contains { line.hasPrefix($0) } }
    }

    private func get<Value: Decodable>(_ type: Value.Type, _ path: String) async -> Value? {
        guard let body = await body(path) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(body))
    }

    /// Nil while nobody answers.
    private func body(_ path: String) async -> [UInt8]? {
        let request = TransferRequest(url: web + path, deadline: 3_000, connection: .reuse)
        guard let response = try? await transport.perform(request), response.status == 200 else { return nil }
        return response.body
    }
}

import FoundationEssentials
import Transfer

/// The daemon's web side, met from outside the guests' namespace, as any browser or scraper meets it.
struct DaemonClient: Sendable {
    let transport: TransferLoop
    let origin: String

    private struct Incidents: Decodable { var incidents: [IncidentReport] }
    private struct Decisions: Decodable { var decisions: [DecisionReport] }
    private struct Targets: Decodable { var targets: [TargetReport] }

    /// Empty while nobody answers, like the two below.
    func incidents() async -> [IncidentReport] {
        await decoded(Incidents.self, "/api/v1/incidents")?.incidents ?? []
    }

    func decisions() async -> [DecisionReport] {
        await decoded(Decisions.self, "/api/v1/decisions?limit=1000")?.decisions ?? []
    }

    func targets() async -> [TargetReport] {
        await decoded(Targets.self, "/api/v1/targets")?.targets ?? []
    }

    func answers(_ path: String) async -> Bool {
        await get(path)?.status == 200
    }

    /// The value of one line of `/metrics`, labels included in its name; nil where there is none.
    func metric(_ series: String) async -> Double? {
        let text = await text("/metrics")
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(series) ") }
        return line?.split(separator: " ").last.flatMap { Double($0) }
    }

    /// Over all series of one family.
    func sum(of family: String) async -> Double {
        await text("/metrics").split(separator: "\n").filter { $0.hasPrefix("\(family){") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }

    func text(_ path: String) async -> String {
        await get(path).map { String(decoding: $0.body, as: UTF8.self) } ?? ""
    }

    /// Nil while nobody answers.
    func get(_ path: String, accept: String = "*/*") async -> TransferResponse? {
        let request = TransferRequest(
            url: origin + path,
            headers: [("Accept", accept)],
            deadline: 3_000,
            maxBodyBytes: 16 << 20
        )
        return try? await transport.perform(request)
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ path: String) async -> Value? {
        guard let response = await get(path), response.status == 200 else { return nil }
        return try? JSONDecoder().decode(type, from: Data(response.body))
    }
}

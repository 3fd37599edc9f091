import FoundationEssentials
import Transfer

/// Asks Prometheus and Alertmanager what they saw, by their own APIs.
struct NeighbourClient: Sendable {
    let transport: any Transport
    let prometheus: String
    let alertmanager: String

    private static let look = Duration.milliseconds(200)

    /// Of Alertmanager's API, version 2.
    struct Alert: Decodable {
        var labels: [String: String]
        var endsAt: String
    }

    private struct Answer: Decodable {
        struct Result: Decodable { var result: [Sample] }
        struct Sample: Decodable { var value: Pair }
        /// A time, and a number as text.
        struct Pair: Decodable {
            var number: Double
            init(from decoder: any Decoder) throws {
                var pair = try decoder.unkeyedContainer()
                _ = try pair.decode(Double.self)
                number = Double(try pair.decode(String.self)) ?? .nan
            }
        }
        var data: Result
    }

    private struct Rules: Decodable {
        struct Groups: Decodable { var groups: [Group] }
        struct Group: Decodable { var rules: [Rule] }
        struct Rule: Decodable {
            var name: String
            var health: String
        }
        var data: Groups
    }

    func waitForAlertmanager() async throws { try await wait(for: "Alertmanager", "\(alertmanager)/-/ready") }
    func waitForPrometheus() async throws { try await wait(for: "Prometheus", "\(prometheus)/-/ready") }

    private func wait(for name: String, _ url: String) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if await body(url) != nil { return }
            try await Task.sleep(for: NeighbourClient.look)
        }
        throw DemoStory.Failure(words: "\(name) did not get ready")
    }

    /// Alerts that are not over; nil while it does not answer.
    func alerts() async -> [Alert]? {
        await get([Alert].self, "\(alertmanager)/api/v2/alerts?active=true&silenced=true&inhibited=true")
    }

    /// The first sample of an instant query; nil where there is none.
    func value(of query: String) async -> Double? {
        let escaped = query.utf8.map { byte in
            isUnreserved(byte) ? String(UnicodeScalar(byte)) : "%" + hexadecimal(byte)
        }.joined()
        return await get(Answer.self, "\(prometheus)/api/v1/query?query=\(escaped)")?.data.result.first?.value.number
    }

    /// How many rules there are, and the names of those that fail.
    func rules() async -> (count: Int, failing: [String])? {
        guard let rules = await get(Rules.self, "\(prometheus)/api/v1/rules")?.data.groups.flatMap(\.rules) else {
            return nil
        }
        return (rules.count, rules.filter { $0.health == "err" }.map(\.name))
    }

    private func get<Value: Decodable>(_ type: Value.Type, _ url: String) async -> Value? {
        guard let body = await body(url) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(body))
    }

    private func body(_ url: String) async -> [UInt8]? {
        let request = TransferRequest(url: url, deadline: 3_000, connection: .reuse)
        guard let response = try? await transport.perform(request), response.status == 200 else { return nil }
        return response.body
    }

    private func isUnreserved(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}

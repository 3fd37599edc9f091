import Engine
import Testing
import Transfer

@testable import Alerting

/// The bytes that Alertmanager's API takes (api/v2/openapi.yaml: `postableAlerts`).
struct AlertmanagerReceiverTests {
    private func posted(_ notification: Notification, labels: [Label] = []) async throws -> (String, JSONValue) {
        let server = try RecordingServer()
        defer { server.stop() }
        let receiver = AlertmanagerReceiver(
            name: "am",
            url: server.url + "/alertmanager/",
            labels: labels,
            externalURL: "https://defib.example",
            transport: try TransferLoop(),
            clock: noon
        )
        #expect(await receiver.deliver(notification) == .delivered)
        let request = try #require(server.requests.first)
        return (request.head, try JSONValue(request.body))
    }

    @Test func aFiringAlertEndsByItselfUnlessItIsSentAgain() async throws {
        let (head, body) = try await posted(try briefed())
        #expect(head.hasPrefix("POST /alertmanager/api/v2/alerts HTTP/1.1\r\n"))
        let alert = body[0]
        #expect(alert.keys == ["annotations", "endsAt", "generatorURL", "labels", "startsAt"])
        #expect(alert["startsAt"] == "2026-04-27T12:34:56.500Z")
        #expect(alert["endsAt"] == "2026-04-27T12:38:56.500Z")
        #expect(alert["generatorURL"] == "https://defib.example/#incident-7")
        #expect(alert["annotations"]["severity"] == "page")
        #expect(
            alert["annotations"]["summary"].text?.hasPrefix("web-1 needs you: down since 12:34 UTC, restart sent")
                == true
        )
        #expect(body[1] == .null)
    }

    @Test func whatIsResolvedEndsWhenItEnded() async throws {
        let (_, body) = try await posted(try resolved())
        #expect(body[0]["endsAt"] == "2026-04-27T12:41:56.500Z")
    }

    /// An alert is its labels there.
    @Test func theLabelsStayTheSameWhateverTheIncidentGoesThrough() async throws {
        let first = try await posted(try firing { $0.labels = [Label("role", "web")] }).1[0]["labels"]
        let last = try await posted(try resolved()).1[0]["labels"]
        #expect(first == last)
        #expect(
            first
                == .object([
                    "alertname": "DefibIncident", "incident": "vps_1/7", "name": "web-1", "role": "web",
                    "rule": "web-hung",
                    "vps": "vps_1",
                ])
        )
    }

    @Test func namesThatItWouldRefuseAreMadeFit() async throws {
        let odd = try firing { $0.labels = [Label("app.kubernetes.io/name", "web"), Label("1st", "x")] }
        let labels = try await posted(odd, labels: [Label("team", "night")]).1[0]["labels"]
        #expect(labels["app_kubernetes_io_name"] == "web")
        #expect(labels["_1st"] == "x")
        #expect(labels["team"] == "night")
    }
}

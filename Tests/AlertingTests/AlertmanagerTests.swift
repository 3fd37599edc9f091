import Engine
import Testing
import Transfer

@testable import Alerting

/// Beside a real Alertmanager.
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

    /// As the person sees it who asks with Alertmanager's own tool.
    @Test func anIncidentFiresThereAsOneAlertAndIsThenResolved() async throws {
        let inbox = try RecordingServer()
        defer { inbox.stop() }
        let alertmanager = try RealAlertmanager(postingTo: inbox.url)
        defer { alertmanager.stop() }
        let loop = try TransferLoop()
        try await wait(for: "Alertmanager") {
            let request = TransferRequest(url: alertmanager.url + "/-/ready", deadline: 1_000)
            return (try? await loop.perform(request).status) == 200
        }
        let receiver = AlertmanagerReceiver(
            name: "am",
            url: alertmanager.url,
            labels: [Label("team", "night")],
            externalURL: "http://127.0.0.1:9753",
            transport: loop
        )
        let now = systemClock()
        #expect(await receiver.deliver(try firing { $0.startsAt = now }) == .delivered)
        let later = try briefed {
            $0.startsAt = now
            $0.labels = [Label("role", "web"), Label("severity", "mine")]
        }
        #expect(await receiver.deliver(later) == .delivered)
        let shown = try JSONValue(Array(try alertmanager.tool("alert", "query", "--output=json").utf8))
        #expect(shown[1] == .null)
        #expect(shown[0]["labels"]["team"] == "night")
        #expect(shown[0]["labels"]["vps"] == "vps_1")
        #expect(shown[0]["annotations"]["severity"] == "page")
        #expect(shown[0]["annotations"]["summary"].text?.hasPrefix("web-1 needs you: down since") == true)
        #expect(shown[0]["generatorURL"] == "http://127.0.0.1:9753/#incident-7")
        #expect(shown[0]["status"]["state"] == "active")
        let over = try briefed {
            $0.status = .resolved
            $0.startsAt = now
            $0.endsAt = systemClock()
            $0.labels = later.labels
        }
        #expect(await receiver.deliver(over) == .delivered)
        try await wait(for: "the alert's end") {
            try alertmanager.tool("alert", "query", "--output=json").filter { !$0.isWhitespace } == "[]"
        }
    }
}

import Engine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// The page for people.
struct StatusPageTests {
    @Test func theFleetAndItsIncidentsAreThere() {
        let page = render()
        for text in ["0 of 1 up", "web-1", "vps_1", "timed out", "handed over", "a sign of life: echo", "restart at"] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(page.contains("<article id=\"incident-7\">"))
    }

    @Test func whateverComesFromElsewhereIsEscaped() {
        let attack = "<script>alert(1)</script>\" onload='x' &"
        let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;"
        var status = StatusView.sample()
        status.distrust = attack
        status.pause = .init(by: attack, reason: attack, at: nil)
        var target = TargetView.sample(name: attack, reason: attack)
        target.state = attack
        target.vps = attack
        target.powerState = attack
        var incident = IncidentView.sample(detail: attack)
        incident.state = attack
        incident.rule = attack
        incident.conclusion = attack
        let page = render(status, [target], [incident])
        #expect(!page.contains("<script"))
        #expect(!page.contains("onload='"))
        #expect(page.ranges(of: escaped).count > 8)
    }

    @Test func whatStopsTheWatchIsSaidFirst() {
        var status = StatusView.sample()
        status.storm.isStorm = true
        status.notReady = "journal locked"
        status.configurationFault = "defib.yml:3:1: unknown key"
        status.journalFault = "no space left"
        let page = render(status)
        let fleet = page.firstRange(of: "<h2>Fleet</h2>")?.lowerBound ?? page.startIndex
        for text in ["Storm", "journal locked", "defib.yml:3:1: unknown key", "no space left"] {
            #expect(page[..<fleet].contains(text), "\(text)")
        }
    }

    @Test func aGroupInAStormIsSaidTooAndOneInCalmIsNot() {
        func group(_ name: String, down: Int) -> GroupView {
            GroupView(.init(name: name, size: 4, unresponsive: down, stormThreshold: 2, budgetLeft: nil))
        }
        var status = StatusView.sample()
        status.groups = [group("region=sto", down: 2), group("region=ams", down: 1)]
        let page = render(status)
        #expect(page.contains("Storm in region=sto"))
        #expect(page.contains("2 of 4 unresponsive, from 2 on nothing is sent there"))
        #expect(!page.contains("region=ams"))
    }

    @Test func whatIsNotShownIsCounted() {
        var status = StatusView.sample()
        status.targets = ["handed_over": 1, "up": 9_990, "suspect": 3]
        let page = render(status)
        #expect(page.contains("9990 of 9994 up"))
        #expect(page.contains("and 9993 more: 3 suspect, 9990 up"))
        #expect(!render().contains(" more"))
    }

    @Test func anEmptyFleetIsSaidPlainly() {
        var status = StatusView.sample()
        status.targets = [:]
        let page = render(status, [], [])
        #expect(page.contains("No targets are configured."))
        #expect(page.contains("None."))
    }

    @Test func thePageLoadsAndRunsNothing() async throws {
        let router = Routes(daemon: ScriptedDaemon(), access: .read).router()
        let answer = try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/", method: .get)
        }
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'; ") == true)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        let page = String(buffer: answer.body)
        for forbidden in ["<script", "src=", "@import", "url(", "http://", "https://"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
    }

    private func render(
        _ status: StatusView = .sample(),
        _ targets: [TargetView] = [.sample()],
        _ incidents: [IncidentView] = [.sample()]
    ) -> String {
        let page = StatusPage(status: status, targets: targets, incidents: incidents)
        return String(decoding: page.html, as: UTF8.self)
    }
}

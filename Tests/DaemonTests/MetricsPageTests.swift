import Engine
import Exposition
import HostUp
import Probes
import Testing

@testable import Daemon

@Suite struct MetricsPageTests {
    private func page(_ target: Target = Sample.target) -> String {
        var policy = Sample.policy
        policy.targets = [target]
        let now = StoppedClock().now()
        var engine = Engine(policy: policy, now: now)
        _ = engine.step(.observationArrived(Sample.observation(at: now)), now: now)
        let page = MetricsPage(
            view: engine.view(now: now),
            counted: Meters().current,
            usage: ProviderUsage(requests: [], rateLimitRemaining: 42),
            process: .current(),
            version: "1.2.3"
        )
        return String(decoding: page.render(.text), as: UTF8.self)
    }

    @Test func probesStandUnderTheirTargetsNames() {
        #expect(page().contains(#"probe_success{vps="vps_1",name="web-1",probe="http"} 1"#))
        #expect(page().contains(#"defib_target_state{vps="vps_1",name="web-1",state="up"} 1"#))
        #expect(page().contains("defib_provider_rate_limit_remaining 42"))
        #expect(page().contains(#"defib_build_info{version="1.2.3"} 1"#))
    }

    @Test func labelsThatCanNotBeLabelsAreLeftOutAndOthersEscaped() {
        var target = Sample.target
        target.labels = [Label("role", "we\"b\n"), Label("bad-name", "x")]
        #expect(page(target).contains(#"defib_target_info{vps="vps_1",name="web-1",label_role="we\"b\n"} 1"#))
    }

    @Test func theProcessIsMeasured() throws {
        let usage = try #require(ProcessUsage.current())
        #expect(usage.residentBytes > 1 << 20)
        #expect(usage.openDescriptors >= 3)
        #expect(usage.startTime > 1_500_000_000)
    }
}

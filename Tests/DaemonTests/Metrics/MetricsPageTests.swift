import Engine
import Exposition
import Testing

@testable import Daemon

@Suite struct MetricsPageTests {
    @Test func probesStandUnderTheirTargetsNames() {
        let page = SamplePage().text()
        #expect(page.contains(#"probe_success{vps="vps_1",name="web-1",probe="http"} 1"#))
        #expect(page.contains(#"defib_target_state{vps="vps_1",name="web-1",state="up"} 1"#))
        #expect(page.contains("defib_provider_rate_limit_remaining 42"))
        #expect(page.contains(#"defib_build_info{version="1.2.3"} 1"#))
    }

    @Test func labelsThatCanNotBeLabelsAreLeftOutAndOthersEscaped() {
        var sample = SamplePage()
        sample.targets[0].labels = [Label("role", "we\"b\n"), Label("bad-name", "x")]
        #expect(sample.text().contains(#"defib_target_info{vps="vps_1",name="web-1",label_role="we\"b\n"} 1"#))
    }

    @Test func aLabelThatStandsTwiceIsServedOnce() {
        var sample = SamplePage()
        sample.targets[0].labels = [Label("role", "web"), Label("role", "db")]
        #expect(sample.text().contains(#"name="web-1",label_role="web"} 1"#))
    }

    @Test func valuesOfAnyKindAndLengthMakeALineEach() throws {
        var sample = SamplePage()
        let long = String(repeating: "ü", count: 50_000)
        let hostile = String(decoding: [0x22, 0x0A, 0x5C, 0xFF, 0xC3, 0x7D, 0x20, 0x31], as: UTF8.self)
        sample.targets[0].name = "a \"quoted\\\nname\" } 1"
        sample.targets[0].labels = [Label("long", long), Label("hostile", hostile), Label("empty", "")]
        let bytes = sample.page().render(.text)
        #expect(bytes.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count < 4_096 })
        let page = try #require(String(validating: bytes, as: UTF8.self))
        #expect(page.contains(#"name="a \"quoted\\\nname\" } 1",state="up"} 1"#))
        #expect(page.contains("label_long=\"" + String(repeating: "ü", count: 512) + "\""))
        #expect(page.contains(#"label_hostile="\"\n\\"#))
        #expect(try Promtool.objections(to: bytes) == "")
    }

    @Test func theSeriesOfATargetThatWasRemovedAreGone() throws {
        var sample = SamplePage()
        let second = try #require(VPSID("vps_2"))
        sample.targets.append(Target(id: second, name: "web-2", labels: [], probes: [Sample.probe]))
        var engine = sample.engine()
        #expect(sample.text(of: engine).contains("web-2"))
        var policy = Sample.policy
        policy.targets = [sample.targets[0]]
        _ = engine.step(.policyReloaded(policy, epoch: 1), now: sample.now)
        #expect(!sample.text(of: engine).contains("web-2"))
        #expect(sample.text(of: engine).contains("web-1"))
    }

    @Test func anHTTPProbeWithoutAnAnswerHasItsFamiliesAllTheSame() {
        var sample = SamplePage()
        sample.result = .down(Reason(.connectionRefused))
        let page = sample.text()
        let labels = #"{vps="vps_1",name="web-1",probe="http""#
        for line in [
            "probe_success\(labels)} 0", "probe_http_status_code\(labels)} 0", "probe_http_version\(labels)} 0",
            "probe_http_content_length\(labels)} 0", "probe_failed_due_to_regex\(labels)} 0",
            "probe_http_duration_seconds\(labels),phase=\"transfer\"} 0",
        ] {
            #expect(page.contains(line + "\n"), "\(line)")
        }
    }

    @Test func aBodyThatIsNotAsExpectedShows() {
        var sample = SamplePage()
        sample.result = .down(Reason(.unexpectedBody))
        #expect(sample.text().contains(#"probe_failed_due_to_regex{vps="vps_1",name="web-1",probe="http"} 1"#))
    }

    @Test(arguments: ExpositionFormat.allCases) func receiversAndActionsCountFromNothing(format: ExpositionFormat) {
        let page = String(decoding: SamplePage().page().render(format), as: UTF8.self)
        #expect(page.contains(#"defib_notifications_total{receiver="oncall",outcome="failed"} 0"#))
        #expect(page.contains(#"defib_notifications_pending{receiver="oncall"} 0"#))
        #expect(page.contains(#"defib_actions_total{action="reset",outcome="rejected"} 0"#))
        #expect(page.contains(#"defib_action_ends_total{action="reset",outcome="failed"} 0"#))
        #expect(page.hasSuffix("\n# EOF\n") == (format == .openMetrics))
    }

    @Test func theHashOfAnAddressIsBlackboxExporters() throws {
        // Taken from its output for these.
        #expect(try #require(IPAddress("127.0.0.1")).fnv1a == 3_668_918_509)
        #expect(try #require(IPAddress("203.0.113.1")).fnv1a == 2_166_292_308)
    }

    @Test func theProcessIsMeasured() throws {
        let usage = try #require(ProcessUsage.current())
        #expect(usage.residentBytes > 1 << 20)
        #expect(usage.openDescriptors >= 3)
        #expect(usage.startTime > 1_500_000_000)
    }
}

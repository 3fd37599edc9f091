import Engine
import Exposition
import Testing

@testable import Daemon

/// A page too long to be made at once.
@Suite struct MetricsPartsTests {
    private static let fleet = (0..<700).compactMap { number in
        VPSID("vps_\(number)").map { Target(id: $0, name: "web-\(number)", probes: [Sample.probe]) }
    }

    @Test(arguments: ExpositionFormat.allCases) func partsJoinToOnePage(format: ExpositionFormat) throws {
        var sample = SamplePage()
        sample.targets = Self.fleet
        let parts = Array(sample.page().parts(format))
        #expect(parts.count > 10)
        // A target's states are the most that one row adds.
        #expect(parts.allSatisfy { $0.count < MetricsParts.bytes + 1_000 })
        #expect(parts.dropLast().allSatisfy { $0.count >= MetricsParts.bytes && $0.last == UInt8(ascii: "\n") })
        let page = String(decoding: Array(parts.joined()), as: UTF8.self)
        for number in [0, 350, 699] {
            let labels = "{vps=\"vps_\(number)\",name=\"web-\(number)\""
            #expect(page.ranges(of: "defib_target_state\(labels),state=\"up\"} 1\n").count == 1)
            #expect(page.ranges(of: "probe_http_status_code\(labels),probe=\"http\"} 0\n").count == 1)
        }
        #expect(page.matches(of: #/(?m)^probe_success\{/#).count == 700)
        #expect(page.ranges(of: "# TYPE probe_success gauge\n").count == 1)
        #expect(page.hasSuffix("# EOF\n") == (format == .openMetrics))
        if format == .text { #expect(try Promtool.objections(to: Array(parts.joined())) == "") }
    }

    @Test func aPageOfStretchesIsThePageOfTheWhole() {
        var sample = SamplePage()
        sample.targets = Array(Self.fleet.prefix(7))
        let engine = sample.engine()
        let shelf = LabelShelf()
        for size in [1, 3, 7] {
            var rows = FleetRows()
            for start in stride(from: 0, to: 7, by: size) {
                rows.append(engine.slice(start..<start + size, at: sample.now), shelf)
            }
            let targets = TargetSection(view: engine.view(now: sample.now))
            let blocks = ProbeSection.blocks + HTTPSection.blocks + targets.blocks
            let whole = MetricsParts(blocks, FleetRows(of: engine, at: sample.now), .text)
            #expect(Array(MetricsParts(blocks, rows, .text).joined()) == Array(whole.joined()))
        }
    }

    @Test func labelsAreMadeAnewForAnotherFleet() {
        let shelf = LabelShelf()
        var sample = SamplePage()
        var engine = sample.engine()
        let before = shelf.labels(for: engine.slice(0..<1, at: sample.now))
        #expect(before.targets == [["vps": "vps_1", "name": "web-1"]])
        sample.targets[0].name = "web-one"
        var policy = Sample.policy
        policy.targets = sample.targets
        _ = engine.step(.policyReloaded(policy, epoch: 1), now: sample.now)
        let after = shelf.labels(for: engine.slice(0..<1, at: sample.now))
        #expect(after.targets == [["vps": "vps_1", "name": "web-one"]])
    }
}

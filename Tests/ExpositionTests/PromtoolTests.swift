import Exposition
import Glibc
import Testing

/// The judgement of Prometheus' own tool, which prints nothing where there is nothing to say.
@Suite(.enabled(if: Promtool.isInstalled, "promtool is not installed: apt-get install prometheus"))
struct PromtoolTests {
    @Test func promtoolHasNothingToSay() throws {
        let labels: RenderedLabels = ["vps": "vps_1", "name": "quote \" slash \\ line \n heart 🫀"]
        var histogram = Histogram(.recoveries)
        histogram.observe(42.5)
        let exposition = text(.text) { writer in
            writer.family(MetricFamily("probe_success", .gauge, help: "With \\ and \"quotes\"\nand lines."))
            writer.sample(1, labels)
            writer.family(MetricFamily("probe_duration_seconds", .gauge, help: "Time.", unit: "seconds"))
            writer.sample(microseconds: 1_234, labels)
            writer.sample(.nan)
            writer.family(MetricFamily("defib_actions_total", .counter, help: "Actions."))
            writer.sample(UInt64.max, labels)
            writer.family(MetricFamily("defib_build_info", .info, help: "Build."))
            writer.sample(1, ["version": "1"])
            writer.family(MetricFamily("defib_recovery_duration_seconds", .histogram, help: "Recovery."))
            writer.sample(histogram, labels)
            writer.family(MetricFamily("defib_storm", .gauge, help: "A family without samples."))
        }
        #expect(try Promtool.check(exposition) == Promtool.Verdict(status: 0, output: ""))
    }

    /// That the check can fail at all.
    @Test func promtoolRefusesWhatIsWrong() throws {
        #expect(try Promtool.check("x{a=\"1} 2\n").status != 0)
    }
}

/// Runs `promtool check metrics`.
private enum Promtool {
    struct Verdict: Equatable {
        var status: Int32
        var output: String
    }

    static let path = "/usr/bin/promtool"
    static var isInstalled: Bool { access(path, X_OK) == 0 }

    static func check(_ exposition: String) throws -> Verdict {
        var template = Array("/tmp/defib-promtool-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let file = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(file) }
        let bytes = Array(exposition.utf8)
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        let pipe = try #require(popen("\(path) check metrics <\(file) 2>&1", "r"))
        var output: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(byte)) }
        return Verdict(status: pclose(pipe), output: String(decoding: output, as: UTF8.self))
    }
}

import FoundationEssentials
import Testing

@Suite("probe")
struct ProbeTests {
    @Test("A target's probes are all carried out, and up is 0")
    func target() throws {
        let scene = try Scene()
        let outcome = try scene.program.run("probe", "web-1")
        #expect(outcome.status == 0)
        #expect(outcome.words.contains("http up"))
        #expect(outcome.words.contains("tcp up"))
        #expect(outcome.words.contains("signs of life: syn_ack, http"))
    }

    @Test("What is down says why, and is 1")
    func down() throws {
        let outcome = try Program(folder: Folder()).run("probe", "tcp://127.0.0.1:1")
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("connection refused"))
        #expect(outcome.words.contains("signs of life: rst"))
    }

    @Test("Several rounds are summed up")
    func rounds() throws {
        let scene = try Scene()
        let outcome = try scene.program.run("probe", "\(scene.api.origin)/health", "--count", "3", "--interval", "10ms")
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("http ") }.count == 4)
        #expect(outcome.words.contains("SLOWEST"))
    }

    @Test("As JSON, a probe has its phases")
    func json() throws {
        struct Report: Decodable {
            struct Probe: Decodable {
                var result: String
                var httpStatus: Int?
                var phaseSeconds: [String: Double]
                var signsOfLife: [String]
            }
            var isUp: Bool
            var probes: [Probe]
        }
        let scene = try Scene()
        let outcome = try scene.program.run("probe", "\(scene.api.origin)/missing", "--json")
        #expect(outcome.status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        let probe = try #require(report.probes.first)
        #expect(!report.isUp)
        #expect(probe.result == "down")
        #expect(probe.httpStatus == 404)
        #expect(probe.phaseSeconds["connect"] != nil)
        #expect(probe.signsOfLife.contains("http"))
    }

    @Test("What is neither target, URL nor host is one line")
    func nonsense() throws {
        let outcome = try Scene().program.run("probe", "ftp://x")
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
    }
}

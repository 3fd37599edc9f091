import FoundationEssentials
import Testing

@Suite("notify test")
struct NotifyTests {
    private func scene(_ receivers: String) throws -> Scene {
        let scene = try Scene()
        try scene.configure([("mode: observe", "mode: observe\nreceivers:\n\(receivers)")])
        return scene
    }

    @Test("A receiver is told of a test that fires and then of its end, marked as one")
    func delivered() throws {
        let scene = try scene("  - {name: script, command: {run: [/bin/sh, -c, \"cat >> got\"]}}")
        let outcome = try scene.program.run("notify", "test")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.words.hasPrefix("script command firing delivered in "))
        #expect(outcome.words.contains("resolved delivered in "))
        let got = try scene.folder.read("got")
        #expect(got.contains("TEST: this is only a test"))
        #expect(got.contains("\"status\":\"firing\"") && got.contains("\"status\":\"resolved\""))
    }

    @Test("One that fails is exit status 1, with its reason; the others are tried all the same")
    func failed() throws {
        let scene = try scene(
            """
              - {name: bad, command: {run: [/bin/sh, -c, "echo no such pager >&2; exit 78"]}}
              - {name: away, webhook: {url: "http://127.0.0.1:1/services/T0KEN-in-path"}}
              - {name: good, command: {run: [/bin/true]}}
            """
        )
        let outcome = try scene.program.run("notify", "test")
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].contains("firing refused") && lines[0].contains("no such pager"))
        #expect(lines[1].contains("firing failed") && lines[1].contains("connection refused"))
        #expect(lines[2].contains("firing delivered"))
        #expect(!(outcome.output + outcome.errors).contains("T0KEN"))
    }

    @Test("Those that are named are tested, and no others")
    func named() throws {
        let scene = try scene(
            """
              - {name: oncall, command: {run: [/bin/true]}}
              - {name: other, command: {run: [/bin/false]}}
            """
        )
        let outcome = try scene.program.run("notify", "test", "oncall", "--json")
        #expect(outcome.status == 0)
        struct Report: Decodable {
            struct Entry: Decodable {
                var name: String
                var kind: String
                var delivered: Bool
            }
            var receivers: [Entry]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.receivers.map(\.name) == ["oncall"])
        #expect(report.receivers.map(\.kind) == ["command"])
        #expect(report.receivers.map(\.delivered) == [true])
    }

    @Test("A name that is none is told, with the nearest")
    func unknown() throws {
        let scene = try scene("  - {name: oncall, command: {run: [/bin/true]}}")
        let outcome = try scene.program.run("notify", "test", "oncal")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("there is no receiver 'oncal'; did you mean 'oncall'?"))
    }

    @Test("Without receivers there is nothing to test")
    func none() throws {
        let outcome = try Scene().program.run("notify", "test")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("the configuration has no receivers"))
    }
}

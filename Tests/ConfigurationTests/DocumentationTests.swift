import Engine
import Testing

@testable import Configuration

@Suite("The documentation")
struct DocumentationTests {
    @Test("names every key the loader knows, and every one it refuses until later", arguments: Section.all.map(\.name))
    func keys(name: String) throws {
        let text = try Fixtures.text(Fixtures.root + "docs/configuration.md")
        let section = try #require(Section.all.first { $0.name == name })
        for key in section.keys + section.later {
            #expect(text.contains("`\(key)`"), "'\(key)' of \(name) is not in docs/configuration.md")
        }
    }

    @Test("names every word of the expression language")
    func words() throws {
        let text = try Fixtures.text(Fixtures.root + "docs/expressions.md")
        let words =
            Vocabulary.members + Vocabulary.platformStates + Vocabulary.agentStates + Vocabulary.operators
            + Vocabulary.functions + Vocabulary.diagnoses + ["signs_of_life", "platform", "diagnosis"]
        for word in words {
            #expect(text.contains(word), "'\(word)' is not in docs/expressions.md")
        }
    }

    @Test("states the defaults that hold")
    func defaults() throws {
        let text = try Fixtures.text(Fixtures.root + "docs/configuration.md")
        #expect(text.contains("| `\(Defaults.baseURL)` |"))
        #expect(text.contains("| `\(Defaults.listen)` |"))
        #expect(text.contains("| `\(Defaults.dataDirectory)` |"))
        for (kind, interval, timeout) in [
            ("icmp", "5s", "1s"), ("tls", "30s", "5s"), ("agent", "1m", "15s"), ("http", "10s", "3s"),
        ] {
            #expect(Defaults.pace(kind).interval.description == interval)
            #expect(Defaults.pace(kind).timeout.description == timeout)
        }
    }
}

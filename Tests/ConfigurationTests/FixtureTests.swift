import Configuration
import Engine
import Testing

/// Every `Bad/<name>.yml` must be refused with exactly what `Bad/<name>.expected` says, every `Good/<name>.yml` loaded with
/// exactly the warnings of `Good/<name>.expected`, where there is one. A new case is a new file; rule files beside it end in
/// `.rules.yml`. With `DEFIB_RECORD=1` in the environment, what is said now is written down instead, for a person to judge.
@Suite("Configurations in files")
struct FixtureTests {
    @Test("is refused with its place and its remedy", arguments: try Fixtures.cases("Bad"))
    func bad(name: String) throws {
        let outcome = ConfigurationLoader.load(path: Fixtures.path("Bad", name))
        #expect(outcome.loaded == nil)
        #expect(outcome.diagnostics.contains { $0.severity == .error })
        // The secret that stands in some of them is never repeated.
        #expect(!outcome.diagnostics.rendered.contains("4f9a2c7781aa"))
        try Fixtures.compare(outcome.diagnostics, "Bad", name)
    }

    @Test("is loaded", arguments: try Fixtures.cases("Good"))
    func good(name: String) throws {
        let outcome = ConfigurationLoader.load(path: Fixtures.path("Good", name))
        #expect(outcome.loaded != nil)
        try Fixtures.compare(outcome.diagnostics, "Good", name)
    }
}

import Engine
import Testing

@testable import Configuration

@Suite("Units")
struct UnitSyntaxTests {
    @Test(
        "lengths of time",
        arguments: [
            ("250ms", 250), ("90s", 90_000), ("1m30s", 90_000), ("24h", 86_400_000), ("1d1ms", 86_400_001), ("0s", 0),
        ]
    )
    func durations(text: String, milliseconds: Int64) throws {
        #expect(try DurationSyntax.parse(text) == TimeSpan(milliseconds: milliseconds))
    }

    @Test(
        "a length of time reads back as it is written",
        arguments: [1, 999, 60_000, 3_661_001, 86_400_000, 999_999_999]
    )
    func roundTrip(milliseconds: Int64) throws {
        let span = TimeSpan(milliseconds: milliseconds)
        #expect(try DurationSyntax.parse(span.description) == span)
    }

    @Test(
        "what is not one says what was meant",
        arguments: [("10", "10s"), ("10 sec", "10s"), ("1.5h", "1h30m"), ("2MIN", "2m")]
    )
    func meant(text: String, suggestion: String) {
        #expect(throws: SyntaxProblem.self) { try DurationSyntax.parse(text) }
        do throws(SyntaxProblem) {
            _ = try DurationSyntax.parse(text)
        } catch {
            #expect(error.suggestion == "did you mean '\(suggestion)'?")
        }
    }

    @Test("budgets")
    func budgets() throws {
        #expect(try BudgetSyntax.parse("3 per 24h") == Budget(count: 3, window: .hours(24)))
        #expect(try BudgetSyntax.parse("0 per 1h")?.count == 0)
        #expect(try BudgetSyntax.parse("none") == nil)
        for text in ["", "3", "3 per", "3 in 24h", "-1 per 1h", "3 per 0s", "3 per 24"] {
            #expect(throws: SyntaxProblem.self) { try BudgetSyntax.parse(text) }
        }
    }

    @Test("statuses")
    func statuses() throws {
        #expect(try StatusSyntax.parse("2xx") == 200...299)
        #expect(try StatusSyntax.parse("200") == 200...200)
        #expect(try StatusSyntax.parse("200-204") == 200...204)
        for text in ["", "xx", "0xx", "6xx", "99", "600", "204-200", "2x", "-", "200-"] {
            #expect(throws: SyntaxProblem.self) { try StatusSyntax.parse(text) }
        }
    }

    @Test("hosts", arguments: ["203.0.113.7", "2001:db8::1", "web-1.example", "a_b.example.", "localhost"])
    func hosts(text: String) throws {
        #expect(try HostSyntax.parse(text) == text)
    }

    @Test(
        "what is no host",
        arguments: ["", "1.2.3", "1.2.3.256", "a..b", "-a", "a b", "a/b", "ä.example", "[::1", "a:1"]
    )
    func badHosts(text: String) {
        #expect(throws: SyntaxProblem.self) { try HostSyntax.parse(text) }
    }

    @Test("the edit distance counts insertions, deletions, substitutions and swaps")
    func distance() {
        func distance(_ left: String, _ right: String) -> Int {
            Suggestion.distance(Array(left.utf8), Array(right.utf8))
        }
        #expect(distance("interval", "intervall") == 1)
        #expect(distance("donw", "down") == 1)
        #expect(distance("", "abc") == 3)
        #expect(distance("same", "same") == 0)
        #expect(distance("abc", "xyz") == 3)
    }
}

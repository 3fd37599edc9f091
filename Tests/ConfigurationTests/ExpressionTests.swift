import Configuration
import Engine
import Testing

@Suite("Expressions")
struct ExpressionTests {
    private let a = Expression.state(probe: "a", .down)
    private let b = Expression.state(probe: "b", .down)
    private let c = Expression.state(probe: "c", .down)

    @Test("not binds tighter than and, and tighter than or")
    func precedence() throws {
        #expect(try ExpressionLanguage.parse("a.down or b.down and c.down") == .or(a, .and(b, c)))
        #expect(try ExpressionLanguage.parse("a.down and b.down or c.down") == .or(.and(a, b), c))
        #expect(try ExpressionLanguage.parse("not a.down and b.down") == .and(.not(a), b))
        #expect(try ExpressionLanguage.parse("not (a.down and b.down)") == .not(.and(a, b)))
        #expect(try ExpressionLanguage.parse("(a.down or b.down) and c.down") == .and(.or(a, b), c))
        #expect(try ExpressionLanguage.parse("not not a.down") == .not(.not(a)))
    }

    @Test("chains are read from the left")
    func associativity() throws {
        #expect(try ExpressionLanguage.parse("a.down and b.down and c.down") == .and(.and(a, b), c))
        #expect(try ExpressionLanguage.parse("a.down or b.down or c.down") == .or(.or(a, b), c))
        #expect(try ExpressionLanguage.parse("a.down or (b.down or c.down)") == .or(a, .or(b, c)))
    }

    @Test("every kind of condition")
    func conditions() throws {
        #expect(try ExpressionLanguage.parse("http.unknown") == .state(probe: "http", .unknown))
        #expect(
            try ExpressionLanguage.parse("down(http, 4 of 5)") == .atLeast(probe: "http", .down, hits: 4, rounds: 5)
        )
        #expect(try ExpressionLanguage.parse("platform.unknown") == .platform(.unknown))
        #expect(try ExpressionLanguage.parse("agent.unavailable") == .agent(available: false))
        #expect(try ExpressionLanguage.parse("agent.down") == .state(probe: "agent", .down))
        #expect(try ExpressionLanguage.parse("diagnosis.guest_half_hung") == .diagnosis(.guestHalfHung))
        #expect(try ExpressionLanguage.parse("signs_of_life") == .signsOfLife)
    }

    @Test("counts over a label take its value as a word, a number or a text")
    func labels() throws {
        func count(_ value: String) -> Expression { .comparison(.targets(.down, Label("role", value)), .greater, 2) }
        #expect(try ExpressionLanguage.parse("count(down, role=web) > 2") == count("web"))
        #expect(try ExpressionLanguage.parse("count( down ,role = web-2 )>2") == count("web-2"))
        #expect(try ExpressionLanguage.parse("count(down, role=12) > 2") == count("12"))
        #expect(try ExpressionLanguage.parse(#"count(down, role="web server") > 2"#) == count("web server"))
        #expect(try ExpressionLanguage.parse(#"count(down, role="a\\b\"c") > 2"#) == count(#"a\b"c"#))
        // The language's own words are no others' property inside a label.
        #expect(try ExpressionLanguage.parse("count(down, role=down) > 2") == count("down"))
    }

    @Test("literals come in the engine's units")
    func literals() throws {
        #expect(try ExpressionLanguage.parse("a.latency>1m30s") == .comparison(.latency(probe: "a"), .greater, 90))
        #expect(
            try ExpressionLanguage.parse("a.latency <= 500ms") == .comparison(.latency(probe: "a"), .lessOrEqual, 0.5)
        )
        #expect(
            try ExpressionLanguage.parse("a.loss >= 12.5%") == .comparison(.loss(probe: "a"), .greaterOrEqual, 0.125)
        )
        #expect(try ExpressionLanguage.parse("a.status != 200") == .comparison(.status(probe: "a"), .notEqual, 200))
        #expect(
            try ExpressionLanguage.parse("a.certificate_left < 7d")
                == .comparison(.certificateLeft(probe: "a"), .less, 604_800)
        )
        #expect(try ExpressionLanguage.parse("count(down) == 2") == .comparison(.count(.down), .equal, 2))
    }

    @Test("what is printed reads back as the same expression, over 5 000 of them")
    func roundTrip() throws {
        var random = RandomExpression(seed: 1)
        for _ in 0..<5_000 {
            let expression = random.next()
            let text = ExpressionLanguage.text(of: expression)
            #expect(try ExpressionLanguage.parse(text) == expression, "\(text)")
        }
    }

    @Test("printing is canonical: what is read prints the same again")
    func canonical() throws {
        for text in ["(a.down)", "((a.down and b.down)) or c.down", "not(a.down)", "a.latency > 90s", "a.loss > 50.0%"]
        {
            let once = ExpressionLanguage.text(of: try ExpressionLanguage.parse(text))
            #expect(ExpressionLanguage.text(of: try ExpressionLanguage.parse(once)) == once)
        }
        #expect(ExpressionLanguage.text(of: .and(a, .and(b, c))) == "a.down and (b.down and c.down)")
    }

    @Test("nesting and length are bounded")
    func bounds() {
        let deep = String(repeating: "(", count: 10_000) + "a.down"
        #expect(throws: ExpressionProblem.self) { try ExpressionLanguage.parse(deep) }
        #expect(throws: ExpressionProblem.self) {
            try ExpressionLanguage.parse(String(repeating: "not ", count: 500) + "a.down")
        }
        let chain = Array(repeating: "a.down", count: 61).joined(separator: " and ")
        #expect(throws: ExpressionProblem.self) { try ExpressionLanguage.parse(chain) }
        #expect(throws: Never.self) { try ExpressionLanguage.parse(String(chain.dropLast(" and a.down".count))) }
    }
}

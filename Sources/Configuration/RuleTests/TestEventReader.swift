internal import Engine

/// Reads `events`: what an operator does, and what befalls the watchdog.
struct TestEventReader {
    let names: RuleTestNames

    static let words = ["pause", "resume", "silence", "unlatch", "close", "crash", "lag", "clock_jump"]

    func readAll(_ test: Fields) -> [TestEvent] {
        let events = test.list("events").enumerated().compactMap { index, item in
            Fields(item, .testEvent, "event \(index + 1) of \(test.context)", test.findings).flatMap(read)
        }
        return events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func read(_ fields: Fields) -> TestEvent? {
        _ = fields.required("at")
        guard fields.required("do") != nil, let word = fields.choice("do", TestEventReader.words.map { ($0, $0) }),
            let at = fields.duration("at"), let kind = kind(word, fields)
        else { return nil }
        return TestEvent(at: at, kind: kind)
    }

    private func kind(_ word: String, _ fields: Fields) -> TestEvent.Kind? {
        let reason = fields.text("reason") ?? "test"
        switch word {
        case "pause": return .pause(reason: reason)
        case "resume": return .resume
        case "silence": return silence(fields, reason)
        case "unlatch": return .unlatch
        case "close":
            _ = fields.required("target")
            return names.target("target", in: fields).map(TestEvent.Kind.close)
        case "crash": return .crash
        case "lag":
            _ = fields.required("by")
            return fields.duration("by").map(TestEvent.Kind.lag)
        default:
            _ = fields.required("by")
            return fields.duration("by").map(TestEvent.Kind.clockJump)
        }
    }

    private func silence(_ fields: Fields, _ reason: String) -> TestEvent.Kind? {
        _ = fields.required("for")
        guard let length = fields.duration("for", atLeast: .seconds(1)) else { return nil }
        guard fields.has("target") else { return .silence(Rule.Match(), length: length, reason: reason) }
        return names.target("target", in: fields).map {
            .silence(Rule.Match(names: [names.targets[$0].name]), length: length, reason: reason)
        }
    }
}

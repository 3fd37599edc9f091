import Engine
import Testing

@testable import Configuration

@Suite("A series")
struct SeriesTests {
    private static let probe = ProbeDefinition(
        name: "http",
        interval: .seconds(10),
        timeout: .seconds(3),
        check: .http(HTTPCheck(url: "http://198.18.0.1/", host: "198.18.0.1"))
    )

    private func series(_ text: String) throws -> Series<ProbeAnswer> {
        let syntax = AnswerSyntax(probe: Self.probe)
        return try SeriesSyntax(round: Self.probe.interval) { item throws(SeriesProblem) in try syntax.answer(item) }
            .parse(text)
    }

    private func state(_ series: Series<ProbeAnswer>, at seconds: Int64) -> ProbeResult? {
        series.value(at: .seconds(seconds)).result
    }

    @Test("gives each state for its rounds or its time, and the last for ever")
    func lengths() throws {
        let series = try series("up x2 down for 1m unknown up")
        #expect(state(series, at: 0) == .up)
        #expect(state(series, at: 19) == .up)
        #expect(state(series, at: 20) == .down(Reason(.timedOut)))
        #expect(state(series, at: 79) == .down(Reason(.timedOut)))
        #expect(state(series, at: 80) == .unknown(Reason(.networkUnreachable)))
        #expect(state(series, at: 90) == .up)
        #expect(state(series, at: 1_000_000) == .up)
        #expect(series.length == .seconds(100))
    }

    @Test(
        "implies the signs of life that real probes report",
        arguments: [
            ("up", ["syn_ack", "http"]), ("down", []), ("down(connection_refused)", ["rst"]),
            ("down(status=502)", ["syn_ack", "http"]), ("down(timed_out, syn_ack)", ["syn_ack"]),
            ("down(tls_failed)", ["syn_ack"]), ("unknown", []), ("lost", []), ("unknown(resolution_failed)", []),
        ]
    )
    func signs(text: String, signs: [String]) throws {
        #expect(try series(text).value(at: .zero).signs.names == signs)
    }

    @Test("takes numbers in parentheses")
    func numbers() throws {
        let answer = try series("down(status=502, latency=800ms, from=192.0.2.1)").value(at: .zero)
        #expect(answer.result == .down(Reason(.unexpectedStatus)))
        #expect(answer.status == 502)
        #expect(answer.latency == .milliseconds(800))
        #expect(answer.from == IPAddress("192.0.2.1"))
    }

    @Test(
        "has times that are told to the second",
        arguments: [
            ("70s", 69, false), ("70s", 70, true), ("70s", 71, false), ("70s..80s", 80, true), ("..12m", 720, true),
            ("..12m", 721, false), ("5m..", 299, false), ("5m..", 9_999, true), ("4m ± 10s", 229, false),
            ("4m±10s", 250, true),
        ]
    )
    func moments(text: String, second: Int64, isIn: Bool) throws {
        let moment = try MomentSyntax.parse(text)
        #expect(moment.contains(.seconds(second) + .milliseconds(999)) == isIn)
    }

    @Test("begins at any moment of the calendar", arguments: ["2026-03-29T00:55:00.000Z", "2028-02-29T23:59:59.000Z"])
    func starts(text: String) throws {
        let written = text.replacing(".000Z", with: "Z")
        #expect(try StartSyntax.parse(written).description == text)
    }
}

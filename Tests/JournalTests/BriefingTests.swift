import Engine
import FoundationEssentials
import Testing

/// What a notification says in parts, as the journal keeps it: its shape only ever grows.
@Suite struct BriefingTests {
    @Test func whatARowLacksIsAbsent() throws {
        let sparse = try JSONDecoder().decode(Briefing.self, from: Data(#"{"at":7}"#.utf8))
        #expect(sparse == Briefing(at: Timestamp(milliseconds: 7)))
    }

    @Test func aDiagnosisOfALaterVersionIsNoReasonToLoseTheMessage() throws {
        let row = #"{"at":7,"diagnosis":"gremlins","news":"n","somethingNew":[1]}"#
        let read = try JSONDecoder().decode(Briefing.self, from: Data(row.utf8))
        #expect(read == Briefing(at: Timestamp(milliseconds: 7), news: "n"))
    }

    @Test func everythingComesBack() throws {
        let at = Timestamp(milliseconds: 7)
        let whole = Briefing(
            at: at,
            news: "n",
            diagnosis: .guestHung,
            reasons: ["r"],
            sightings: [Briefing.Sighting(probe: "http", state: "down", reason: "timed out")],
            platform: "running",
            deeds: [Briefing.Deed(action: "reset", at: at, outcome: "o", isCertain: false, requestID: "req_1")],
            refusals: [Briefing.Refusal(action: "reset", reason: "storm", at: at)],
            plan: Briefing.Plan(step: "reset", at: at)
        )
        #expect(try JSONDecoder().decode(Briefing.self, from: try JSONEncoder().encode(whole)) == whole)
        #expect(try JSONEncoder().encode(Briefing(at: at)) == Data(#"{"at":7}"#.utf8))
    }
}

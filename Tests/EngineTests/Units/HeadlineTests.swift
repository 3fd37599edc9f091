import Testing

@testable import Engine

/// What a person reads at 3 a.m.
@Suite struct HeadlineTests {
    /// 27 April 2026, 12:34:56 UTC.
    private let start = Timestamp(milliseconds: 1_777_293_296_500)

    private func notification(
        _ kind: Notification.Kind,
        _ briefing: Briefing,
        name: String = "web-1",
        endsAt: Timestamp? = nil
    ) throws -> Notification {
        Notification(
            id: 1,
            key: "vps_1/7",
            status: endsAt == nil ? .firing : .resolved,
            kind: kind,
            severity: "page",
            vps: VPSID("vps_1"),
            name: name,
            rule: "web-hung",
            incident: 7,
            briefing: briefing,
            startsAt: start,
            endsAt: endsAt
        )
    }

    private func deed(_ action: String, after seconds: Int64, isCertain: Bool = true) -> Briefing.Deed {
        let outcome = isCertain ? "accepted after 80ms" : "outcome unknown"
        let at = start + .seconds(seconds)
        return Briefing.Deed(
            action: action,
            at: at,
            outcome: outcome,
            isCertain: isCertain,
            requestID: "req_\(seconds)"
        )
    }

    private var afterARestart: Briefing {
        Briefing(
            at: start + .seconds(65),
            news: "waiting until 12:39 UTC for the restart to help",
            diagnosis: .guestHung,
            reasons: ["2 of 2 probes fail", "nothing answers"],
            sightings: [Briefing.Sighting(probe: "http", state: "down", reason: "timed out")],
            platform: "running, listed 14s ago",
            deeds: [deed("restart", after: 64)],
            refusals: [Briefing.Refusal(action: "restart", reason: "storm: 4 of 10", at: start + .seconds(61))],
            plan: Briefing.Plan(step: "reset, unless it is back by then,", at: start + .seconds(244))
        )
    }

    @Test func theHeadlineSaysWhatSinceWhenAndWhatWasDone() throws {
        #expect(
            try notification(.actionSent, afterARestart).summary
                == "web-1 down since 12:34 UTC, restart sent; guest hung; waiting until 12:39 UTC for the restart to help"
        )
    }

    @Test func theTextSaysTheRestEssentialsFirst() throws {
        #expect(
            try notification(.actionSent, afterARestart).description == """
                web-1 (vps_1) down since 2026-04-27 12:34:56 UTC, for 1m5s.
                Diagnosis: guest hung (2 of 2 probes fail, nothing answers).
                Done: restart at 2026-04-27 12:36:00 UTC: accepted after 80ms; provider request req_64.
                Refused: restart at 2026-04-27 12:35:57 UTC: storm: 4 of 10.
                Next: reset, unless it is back by then, at 2026-04-27 12:39:00 UTC.
                To stop power actions on it: defib silence add web-1 --for 2h --reason '…'; on all: defib pause --reason '…'.
                Seen: http down (timed out).
                Platform: running, listed 14s ago.
                Incident 7 of rule web-hung. More: defib explain 7.
                """
        )
    }

    @Test(arguments: [
        Notification.Kind.incidentOpened, .actionSent, .wouldAct, .outcomeUnknown, .handedOver, .recovered, .page,
        .notice,
    ])
    func whateverHappensTheFirst80CharactersSayTheEssentials(kind: Notification.Kind) throws {
        let deeds = [deed("restart", after: 64), deed("reset", after: 300)]
        // Seen from the next day, so that the date is there as well, and under a name beyond all measure.
        let briefing = Briefing(at: start + .hours(24), news: String(repeating: "n", count: 500), deeds: deeds)
        let name = String(repeating: "å", count: 200)
        for end in [nil, start + .hours(24)] {
            let shown = String(try notification(kind, briefing, name: name, endsAt: end).summary.prefix(80))
            #expect(shown.hasPrefix("\(String(repeating: "å", count: 19))… "))
            #expect(shown.contains("since 27 Apr 12:34 UTC, restart, reset sent"), "\(shown)")
        }
    }

    @Test func aLostAnswerIsNoCertainty() throws {
        let briefing = Briefing(at: start + .seconds(90), deeds: [deed("restart", after: 64, isCertain: false)])
        #expect(
            try notification(.outcomeUnknown, briefing).summary == "web-1 down since 12:34 UTC, restart perhaps sent"
        )
    }

    @Test func aLongLadderIsCounted() throws {
        let deeds = (1...4).map { deed($0 == 4 ? "reset" : "restart", after: $0 * 60) }
        let headline = try notification(.page, Briefing(at: start + .minutes(9), deeds: deeds)).summary
        #expect(headline == "web-1 needs you: down since 12:34 UTC, 4 actions sent, last reset")
    }

    @Test func aNameIsQuotedForTheShell() throws {
        let text = try notification(.page, Briefing(at: start), name: "ann's box").description
        #expect(text.contains(#"defib silence add 'ann'\''s box' --for 2h"#))
    }
}

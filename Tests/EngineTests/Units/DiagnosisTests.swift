import Testing

@testable import Engine

/// Where the fault lies, by every combination of symptoms that makes a difference.
@Suite struct DiagnosisTests {
    /// A target of three probes that all fail beside a healthy fleet, run by the platform.
    private static let hung = Symptoms(
        distrust: nil,
        isReferenceAnswering: true,
        unresponsive: 1,
        stormThreshold: 4,
        powerState: .running,
        isProviderFailing: false,
        up: 0,
        down: 3,
        unknown: 0,
        unresolved: 0,
        unreachable: 0,
        signs: [],
        isAcceptedInSilence: false
    )

    private static let table: [(String, Diagnosis, @Sendable (inout Symptoms) -> Void)] = [
        ("nothing answers", .guestHung, { _ in }),
        ("without references", .guestHung, { $0.isReferenceAnswering = nil }),
        ("the loop lags", .watchdog, { $0.distrust = "the event loop lagged by 3s" }),
        ("no reference answers", .watchdog, { $0.isReferenceAnswering = false }),
        ("no reference answers, and a storm", .watchdog, { ($0.isReferenceAnswering, $0.unresponsive) = (false, 9) }),
        ("its name is not resolved", .resolver, { ($0.down, $0.unknown, $0.unresolved) = (0, 3, 3) }),
        ("our network refuses", .networkPath, { ($0.down, $0.unknown, $0.unreachable) = (0, 3, 3) }),
        ("one name is not resolved, the rest is down", .unclear, { ($0.down, $0.unknown, $0.unresolved) = (2, 1, 1) }),
        ("a storm", .networkPath, { $0.unresponsive = 4 }),
        ("just no storm", .guestHung, { $0.unresponsive = 3 }),
        ("it is stopped", .poweredOff, { $0.powerState = .stopped }),
        ("it is stopping", .poweredOff, { $0.powerState = .stopping }),
        ("it is stopped, in a storm", .networkPath, { ($0.powerState, $0.unresponsive) = (.stopped, 4) }),
        ("the platform says unknown", .unclear, { $0.powerState = .unknown }),
        ("the platform is silent", .unclear, { $0.powerState = nil }),
        ("the API fails", .provider, { ($0.powerState, $0.isProviderFailing) = (nil, true) }),
        ("the API fails, its word is fresh", .guestHung, { $0.isProviderFailing = true }),
        ("nothing fails", .unclear, { ($0.up, $0.down) = (3, 0) }),
        ("all is unknown", .unclear, { ($0.down, $0.unknown) = (0, 3) }),
        ("an echo", .guestHalfHung, { ($0.up, $0.down, $0.signs) = (1, 2, .echo) }),
        ("connections are accepted", .guestHalfHung, { $0.signs = [.echo, .synAck] }),
        ("an echo, one probe unknown", .unclear, { ($0.down, $0.unknown, $0.signs) = (2, 1, .echo) }),
        (
            "an echo, the API fails", .guestHalfHung,
            { ($0.powerState, $0.isProviderFailing, $0.signs) = (nil, true, .echo) }
        ),
        ("connections are refused", .serviceFailed, { $0.signs = [.echo, .reset] }),
        (
            "one is refused, one accepted in silence", .guestHalfHung,
            { ($0.signs, $0.isAcceptedInSilence) = ([.synAck, .reset], true) }
        ),
        (
            "one is refused, an open port is up", .serviceFailed,
            { ($0.up, $0.down, $0.signs) = (1, 2, [.synAck, .reset]) }
        ),
        ("ssh greets", .serviceFailed, { ($0.up, $0.down, $0.signs) = (1, 2, [.synAck, .banner]) }),
        ("http says 500", .serviceFailed, { $0.signs = [.synAck, .http] }),
        ("the agent answers", .serviceFailed, { $0.signs = .agent }),
        ("the agent answers, one probe unknown", .serviceFailed, { ($0.down, $0.unknown, $0.signs) = (2, 1, .agent) }),
    ]

    @Test(arguments: table.indices)
    func eachCombinationHasOneName(_ index: Int) {
        let (what, expected, change) = DiagnosisTests.table[index]
        var symptoms = DiagnosisTests.hung
        change(&symptoms)
        let (diagnosis, reasons) = Diagnosis.of(symptoms)
        #expect(diagnosis == expected, "\(what): \(reasons)")
        #expect(!reasons.isEmpty, "\(what)")
    }

    @Test func everyNameIsInTheTable() {
        let named = Set(DiagnosisTests.table.map(\.1))
        #expect(Diagnosis.allCases.allSatisfy(named.contains))
    }

    @Test func whatIsUnclearIsNotEvenFalse() {
        var sight = Sight(probes: [], now: .distantPast, powerState: nil, latestSignAt: nil, signWindow: .zero)
        #expect(sight.isDiagnosed(as: .guestHung) == .unknown)
        sight.diagnosis = .unclear
        #expect(sight.isDiagnosed(as: .guestHung) == .unknown)
        #expect(sight.isDiagnosed(as: .unclear) == .yes)
        sight.diagnosis = .serviceFailed
        #expect(sight.isDiagnosed(as: .guestHung) == .no)
    }
}

import Testing

@testable import Engine

/// Windows are told by instants, so that a clock that is put forward or back makes none of them vanish.
@Suite struct MaintenanceWindowTests {
    /// 2026: forward on 29 March at 01:00 UTC, back on 25 October at 01:00 UTC.
    private static let stockholm = Zone(
        name: "Europe/Stockholm",
        firstOffset: 3_600,
        changes: [.init(at: 1_774_746_000, offset: 7_200), .init(at: 1_792_890_000, offset: 3_600)]
    )

    private func window(_ days: [Weekday], _ from: Int, _ to: Int, _ zone: Zone = .utc) -> MaintenanceWindow {
        MaintenanceWindow(name: "patching", days: days, from: from, to: to, zone: zone)
    }

    /// Seconds of 2026-03-29T00:00:00Z, a Sunday, and 2026-10-25T00:00:00Z, a Sunday too.
    private let spring: Int64 = 1_774_742_400
    private let autumn: Int64 = 1_792_886_400

    private func isOpen(_ window: MaintenanceWindow, _ day: Int64, _ hour: Int64, _ minute: Int64 = 0) -> Bool {
        window.contains(Timestamp(milliseconds: (day + hour * 3_600 + minute * 60) * 1_000))
    }

    @Test func theFirstMomentLiesInItAndTheEndDoesNot() {
        let plain = window([], 120, 240)
        #expect(!isOpen(plain, spring, 1, 59))
        #expect(isOpen(plain, spring, 2))
        #expect(isOpen(plain, spring, 3, 59))
        #expect(!isOpen(plain, spring, 4))
    }

    @Test func oneThatPassesMidnightBelongsToTheDayItBeginsOn() {
        let night = window([.sun], 23 * 60, 60)
        #expect(isOpen(night, spring, 23))
        #expect(isOpen(night, spring, 24))
        #expect(!isOpen(night, spring, 25))
        // Saturday's night is none of Sunday's.
        #expect(!isOpen(night, spring, 0, 30))
    }

    @Test func oneThatEndsWhereItBeginsIsADayLong() {
        let whole = window([.sun], 600, 600)
        #expect(!isOpen(whole, spring, 9, 59))
        #expect(isOpen(whole, spring, 10))
        #expect(isOpen(whole, spring, 33, 59))
        #expect(!isOpen(whole, spring, 34))
    }

    @Test func daysAreThoseOfTheZonesCalendar() {
        // 23:30 UTC on Saturday is Sunday in Stockholm.
        let early = window([.sun], 0, 60, MaintenanceWindowTests.stockholm)
        #expect(isOpen(early, spring, -1, 30))
        #expect(!isOpen(early, spring, 0))
    }

    @Test func aBeginningInASkippedHourIsTakenByTheOffsetBefore() {
        // 02:30 does not exist: 02:30 at +01:00 is 01:30 UTC; 04:00 at +02:00 is 02:00 UTC.
        let skipped = window([], 150, 240, MaintenanceWindowTests.stockholm)
        #expect(!isOpen(skipped, spring, 1, 29))
        #expect(isOpen(skipped, spring, 1, 30))
        #expect(isOpen(skipped, spring, 1, 59))
        #expect(!isOpen(skipped, spring, 2))
    }

    @Test func oneThatEndsAsTheSkippedHourEndsStillLastsAsLongAsWritten() {
        let skipped = window([], 150, 180, MaintenanceWindowTests.stockholm)
        #expect(isOpen(skipped, spring, 1, 30))
        #expect(isOpen(skipped, spring, 1, 59))
        #expect(!isOpen(skipped, spring, 2))
    }

    @Test func aRepeatedHourBeginsTheFirstTimeAndEndsTheLast() {
        // 02:30 comes at 00:30 and 01:30 UTC.
        let repeated = window([], 150, 160, MaintenanceWindowTests.stockholm)
        #expect(!isOpen(repeated, autumn, 0, 29))
        #expect(isOpen(repeated, autumn, 0, 30))
        #expect(isOpen(repeated, autumn, 1, 0))
        #expect(isOpen(repeated, autumn, 1, 39))
        #expect(!isOpen(repeated, autumn, 1, 40))
    }

    @Test(arguments: [(Int64(-1), Weekday.wed), (0, .thu), (3, .sun), (20_000, .fri), (20_541, .sun)])
    func weekdaysAreCountedFromTheEpoch(day: Int64, weekday: Weekday) {
        #expect(Weekday(daysSinceEpoch: day) == weekday)
    }
}

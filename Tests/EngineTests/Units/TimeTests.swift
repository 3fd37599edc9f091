import Testing

@testable import Engine

@Suite struct TimeTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (1_777_293_296_000, "2026-04-27T12:34:56.000Z"),
        (951_782_400_123, "2000-02-29T00:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ])
    func timestampsReadAsRFC3339(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [
        (Int64(0), "0s"), (250, "250ms"), (90_000, "1m30s"), (86_400_000, "1d"), (3_600_500, "1h500ms"),
        (-5_000, "-5s"),
    ])
    func spansReadAsTheyAreWritten(milliseconds: Int64, text: String) {
        #expect(TimeSpan(milliseconds: milliseconds).description == text)
    }
}

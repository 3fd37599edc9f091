import Engine
import Testing

@testable import HostUp

struct HTTPTimeTests {
    /// 2026-04-27T12:34:56Z
    private let base = VirtualTime.start

    @Test(
        arguments: [
            ("30", .seconds(30)), (" 30\t", .seconds(30)), ("0", .zero), ("00030", .seconds(30)),
            ("2026-04-27T12:35:56.500Z", .milliseconds(60_500)), ("2026-04-27T12:35:56Z", .seconds(60)),
            ("2026-04-27T14:35:56+02:00", .seconds(60)), ("2020-01-01T00:00:00Z", .zero),
            ("Mon, 27 Apr 2026 12:35:56 GMT", .seconds(60)), ("Thu, 01 Jan 1970 00:00:00 GMT", .zero),
            ("1777293356", .seconds(60)),
        ] as [(String, TimeSpan)]
    )
    func understood(text: String, expected: TimeSpan) {
        #expect(HTTPTime.wait(text, from: base) == expected)
    }

    @Test(
        arguments: [
            "", " ", "-1", "1.5", "1e3", "soon", "99999999999999999999", "30s", "Mon, 27 Apr 2026",
            "2026-99-99T00:00:00Z",
            "Mon, 27 Foo 2026 12:35:56 GMT", "Monday, 27-Apr-26 12:35:56 GMT", "\u{0}", "٣٠",
        ]
    )
    func notUnderstood(text: String) {
        #expect(HTTPTime.wait(text, from: base) == nil)
    }

    @Test func pointsInTimeAreMeasuredOnTheServersClock() {
        let headers = [
            "date": "Mon, 27 Apr 2026 13:00:00 GMT", "x-ratelimit-reset": "2026-04-27T13:00:20.000Z",
            "x-ratelimit-limit": "100", "x-ratelimit-remaining": "7", "retry-after": "Mon, 27 Apr 2026 13:00:05 GMT",
        ]
        let notice = RateLimitNotice(header: { headers[$0] }, now: base)
        let expected = RateLimitNotice(limit: 100, remaining: 7, reset: .seconds(20), retryAfter: .seconds(5))
        #expect(notice == expected)
    }

    @Test func nonsenseInHeadersSaysNothing() {
        let notice = RateLimitNotice(header: { _ in "nonsense" }, now: base)
        #expect(notice == RateLimitNotice())
    }
}

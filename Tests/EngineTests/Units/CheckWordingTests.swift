import Testing

@testable import Engine

/// Proofs in journals stand under fingerprints that were made by reflection: spelled out, a check must say the same.
@Suite struct CheckWordingTests {
    private static let checks: [Check] = [
        .http(HTTPCheck(url: "http://203.0.113.1/", host: "203.0.113.1")),
        .http(
            HTTPCheck(
                url: "https://web.example:8443/a?b=\"c\"\\d\n\t\0\u{7F}é\u{301}\u{200B}😀",
                host: "web.example",
                method: "POST",
                headers: [Label("Host", "a"), Label("X-\"Odd\"", "é")],
                body: "{\"a\": 1}\r\n",
                expectedStatus: [200...204, 301...301],
                bodyContains: "ok",
                bodyMatches: "^\\d+$",
                json: JSONExpectation(pointer: "/status", equals: "up"),
                maxRedirects: 3,
                maxBodyBytes: 4_096,
                family: .v6,
                tls: TLSExpectation(
                    verify: false,
                    serverName: "other.example",
                    caFile: "/etc/ca.pem",
                    minimumValidity: .hours(240)
                )
            )
        ),
        .http(HTTPCheck(url: "http://a/", host: "a", expectedStatus: [], json: JSONExpectation(pointer: "/a"))),
        .tcp(TCPCheck(host: "203.0.113.1", port: 22)),
        .tcp(TCPCheck(host: "2001:db8::1", port: 22, banner: "SSH-", family: .v4)),
        .tls(TLSCheck(host: "203.0.113.1", port: 443)),
        .tls(TLSCheck(host: "a.example", port: 853, tls: TLSExpectation(minimumValidity: .seconds(90)))),
        .icmp(ICMPCheck(host: "203.0.113.1")),
        .icmp(ICMPCheck(host: "a.example", count: 1, payloadBytes: 0, family: .v6)),
        .agent(AgentCheck()),
        .agent(AgentCheck(command: "true 'a' \"b\"", readsBootID: true)),
    ]

    @Test("says what reflection says", arguments: checks)
    func words(check: Check) {
        #expect(check.wording == String(describing: check))
    }

    @Test func fingerprintsOfEarlierJournalsHold() {
        let fingerprints = CheckWordingTests.checks.map(\.fingerprint)
        #expect(fingerprints.first == 14_555_412_143_354_799_474)
        #expect(Set(fingerprints).count == fingerprints.count)
    }
}

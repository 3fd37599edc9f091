import Testing

@testable import Engine

/// A definition is shared by all who hold it, and is a value nevertheless.
@Suite struct ProbeDefinitionTests {
    private let original = ProbeDefinition(
        name: "http",
        interval: .seconds(10),
        timeout: .seconds(3),
        check: .http(HTTPCheck(url: "http://user:word@203.0.113.1/?token=x", host: "203.0.113.1"))
    )

    @Test func changingACopyChangesTheCopyAlone() {
        var copy = original
        copy.interval = .seconds(20)
        copy.reuse = ConnectionReuse(keepsConnection: true, resumesSession: false)
        #expect(original.interval == .seconds(10) && original.reuse == nil)
        #expect(copy.interval == .seconds(20) && copy.name == "http" && copy != original)
        #expect(copy.fingerprint == original.fingerprint)
        copy.check = .icmp(ICMPCheck(host: "203.0.113.1"))
        #expect(copy.fingerprint == copy.check.fingerprint && copy.fingerprint != original.fingerprint)
    }

    @Test func equalOnesAreEqualThoughWrittenApart() {
        let again = ProbeDefinition(
            name: original.name,
            interval: original.interval,
            timeout: original.timeout,
            check: original.check
        )
        #expect(again == original && again.hashValue == original.hashValue)
    }

    @Test func redactedIsToldApartAsBefore() {
        let redacted = original.redacted
        #expect(redacted.fingerprint == original.fingerprint && redacted.check != original.check)
        guard case .http(let check) = redacted.check else { return }
        #expect(!check.url.contains("word") && !check.url.contains("token"))
    }

    @Test func whatHoldsNoSecretIsKeptAsItIs() throws {
        let vps = try #require(VPSID("vps_1"))
        let open = ProbeDefinition(
            name: "http",
            interval: .seconds(10),
            timeout: .seconds(3),
            check: .http(HTTPCheck(url: "http://203.0.113.1/", host: "203.0.113.1"))
        )
        var target = Target(id: vps, name: "web-1", probes: [open])
        #expect(target.redacted == target)
        target.probes.append(original)
        #expect(target.redacted.probes == [open, original.redacted])
    }
}

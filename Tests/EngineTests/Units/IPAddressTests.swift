import Testing

@testable import Engine

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7"), ("::1", "::1"), ("[2001:db8::1]", "2001:db8::1"), ("::", "::"),
        ("2001:0db8:0000:0000:0000:ff00:0042:8329", "2001:db8::ff00:42:8329"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("fe80::", "fe80::"),
    ])
    func literalsParseAndPrint(text: String, printed: String) {
        #expect(IPAddress(text)?.description == printed)
    }

    @Test(arguments: [
        "", "example.org", "1.2.3", "1.2.3.256", "1.2.3.4.5", "01x.2.3.4", ":::", "1::2::3", "12345::", "g::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "+1.2.3.4",
    ])
    func whatIsNoLiteralIsNone(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func loopbackIsKnown() {
        #expect(IPAddress("127.9.9.9")?.isLoopback == true)
        #expect(IPAddress("::1")?.isLoopback == true)
        #expect(IPAddress("128.0.0.1")?.isLoopback == false)
    }
}

import Testing

@testable import Transfer

@Suite("A certificate's date")
struct CertificateDateTests {
    @Test(
        "is read to the second",
        arguments: [
            ("Jan  1 00:00:00 1970 GMT", 0), ("Feb 29 12:34:56 2024 GMT", 1_709_210_096),
            ("Mar  1 00:00:00 2100 GMT", 4_107_542_400), ("Dec 31 23:59:59 1999 GMT", 946_684_799),
            ("Nov 22 13:07:16 2026 GMT", 1_795_352_836),
        ]
    )
    func valid(text: String, seconds: Int64) {
        #expect(CertificateDate.seconds(text) == seconds)
    }

    @Test(
        "in any other form is none",
        arguments: ["", "2026-11-22", "Foo  1 00:00:00 1970 GMT", "Jan 1 00:00 1970 GMT"]
    )
    func invalid(text: String) {
        #expect(CertificateDate.seconds(text) == nil)
    }
}

import Testing

@testable import Probes

/// What a peer sent, made fit for one line of a message.
@Suite struct ExcerptTests {
    private static let longest = String(repeating: "a", count: 160)

    @Test(arguments: [
        ("connect to 192.0.2.1 port 80: no answer within 3 s", "connect to 192.0.2.1 port 80: no answer within 3 s"),
        ("~", "~"), ("", ""), ("Grüße 🩺", "Grüße 🩺"),
        ("two\r\nlines", "two  lines"), ("bell\u{7}, delete\u{7F}", "bell , delete "),
        ("\u{1B}[31mred", " [31mred"), ("turned\u{202E}round", "turned round"), ("soft\u{AD}hyphen", "soft hyphen"),
        (longest, longest), (longest + "b", longest + "…"), (longest + "ü", longest + "…"),
    ]) func `Text stays as it is but for what is not printable, on one line, bounded`(text: String, excerpt: String) {
        #expect(Excerpt.of(text) == excerpt)
        #expect(Excerpt.of(Array(text.utf8)) == excerpt)
    }

    @Test func `Bytes that are no UTF-8 are shown as such`() {
        #expect(Excerpt.of([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    }
}

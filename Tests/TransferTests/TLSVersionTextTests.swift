import Testing

@testable import Transfer

/// libcurl's line on a handshake: known ones are read, and anything else is unknown.
@Suite struct TLSVersionTextTests {
    @Test(arguments: [
        ("SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n", "1.3"),
        ("SSL connection using TLSv1.2 / ECDHE-RSA-AES256-GCM-SHA384", "1.2"),
        ("SSL connection using TLSv1.1 / AES128-SHA", "1.1"),
        ("SSL connection using TLSv1 / AES128-SHA", "1.0"),
        ("SSL connection using TLSv1.9 / NEW", nil),
        ("SSL connection using TLSv", nil),
        (" SSL connection using TLSv1.3 / X", nil),
        ("", nil),
    ])
    func versions(line: String, version: String?) {
        let bytes = Array(line.utf8)
        #expect(bytes.withUnsafeBytes { TLSVersionText.version(in: $0) } == version)
    }
}

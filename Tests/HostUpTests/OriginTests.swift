import Testing

@testable import HostUp

struct OriginTests {
    @Test(
        arguments: [
            ("https://cloud.hostup.se", "https://cloud.hostup.se"),
            ("https://cloud.hostup.se/", "https://cloud.hostup.se"),
            ("HTTPS://Cloud.HostUp.se:8443/", "https://cloud.hostup.se:8443"),
            ("https://192.0.2.1:1", "https://192.0.2.1:1"),
            ("https://[2001:db8::1]:65535", "https://[2001:db8::1]:65535"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
            ("http://127.8.8.8", "http://127.8.8.8"),
            ("http://localhost:9000/", "http://localhost:9000"),
            ("http://[::1]:9000", "http://[::1]:9000"),
        ]
    )
    func accepted(text: String, written: String) throws {
        let origin = try Origin(text)
        #expect(origin.description == written)
        #expect(origin.url("/api/v2/vps") == written + "/api/v2/vps")
    }

    @Test(
        arguments: [
            ("http://cloud.hostup.se", .plainHTTP(host: "cloud.hostup.se")),
            ("http://192.0.2.1", .plainHTTP(host: "192.0.2.1")),
            ("http://127.0.0.1.evil.example", .plainHTTP(host: "127.0.0.1.evil.example")),
            ("http://localhost.evil.example", .plainHTTP(host: "localhost.evil.example")),
            ("cloud.hostup.se", .noScheme),
            ("//cloud.hostup.se", .noScheme),
            ("ftp://cloud.hostup.se", .otherScheme("ftp")),
            ("https://me:secret@cloud.hostup.se", .userInfo),
            ("http://127.0.0.1@evil.example", .userInfo),
            ("https://cloud.hostup.se/api", .path),
            ("https://cloud.hostup.se//", .path),
            ("https://cloud.hostup.se?x=1", .query),
            ("https://cloud.hostup.se/#x", .query),
            ("https://", .noHost),
            ("https://:443", .noHost),
            ("https://cloud.hostup.se:", .port),
            ("https://cloud.hostup.se:0", .port),
            ("https://cloud.hostup.se:65536", .port),
            ("https://cloud.hostup.se:+1", .port),
            ("https://[::1", .malformed),
            ("https://[nonsense]", .malformed),
            ("http://127.1", .malformed),
            ("http://2130706433", .malformed),
            ("http://0x7f000001", .malformed),
            ("https://cloud.hostup.se\\@evil.example", .malformed),
            ("https://cloud hostup.se", .malformed),
            ("https://cloud.hostup.se\n", .malformed),
            ("https://clöud.hostup.se", .malformed),
            ("https://cloud_hostup.se", .malformed),
            ("https://cloud.hostup.se.", .malformed),
            ("", .noScheme),
        ] as [(String, OriginError.Kind)]
    )
    func refused(text: String, kind: OriginError.Kind) {
        let error = #expect(throws: OriginError.self) { try Origin(text) }
        #expect(error?.kind == kind)
        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.contains("\n") == false)
    }
}

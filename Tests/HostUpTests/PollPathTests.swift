import Testing

@testable import HostUp

/// The key goes wherever a poll goes, so a poll goes nowhere but below the origin.
struct PollPathTests {
    @Test(arguments: ["/api/jobs/job_01hxa3b4c5d6e7f8g9h0j1k2m3", "/api/jobs/17"])
    func accepted(path: String) {
        #expect(PollPath.job(path) == path)
    }

    @Test(
        arguments: [
            "", "/", "/api/jobs/", "/api/jobs", "api/jobs/1", "/api/v2/vps", "https://cloud.hostup.se/api/jobs/1",
            "http://evil.example/api/jobs/1", "//evil.example/api/jobs/1", "/\\evil.example/api/jobs/1",
            "/api/jobs/../keys", "/api/jobs/..", "/api/jobs/.", "/api/jobs/%2e%2e/keys", "/api/jobs/%2E%2E%2Fkeys",
            "/api/jobs//evil.example", "/api/jobs/1/cancel", "/api/jobs/1?x=1", "/api/jobs/1#x",
            "/api/jobs/1@evil.example",
            "/api/jobs/1 ", "/api/jobs/1\n", "/api/jobs/1\r\nX-Evil: 1", "/api/jobs/\u{0}", "/api/jobs/ä",
            "/API/JOBS/1", " /api/jobs/1", "@evil.example/api/jobs/1", ".evil.example/api/jobs/1", ":443/api/jobs/1",
        ]
    )
    func refused(path: String) {
        #expect(PollPath.job(path) == nil)
    }

    @Test func aResultIsReadAtTheEndpointThatTookTheCommand() {
        let path = "/api/v2/vps/vps_a/agent/exec"
        #expect(PollPath.exec("\(path)?pid=5", startedAt: path) == "\(path)?pid=5")
        let strays = [
            path, "\(path)?", "\(path)?pid", "\(path)?pid=", "\(path)?pid=5&", "\(path)?pid=5#x", "\(path)?pid=%35",
            "/api/v2/vps/vps_b/agent/exec?pid=5", "//evil.example\(path)?pid=5", "\(path)/../x?pid=5",
        ]
        for stray in strays {
            #expect(PollPath.exec(stray, startedAt: path) == nil, "\(stray)")
        }
    }

    @Test func idsAreEncodedForWhateverTheyHold() {
        #expect("a/b?c d%é".percentEncoded == "a%2Fb%3Fc%20d%25%C3%A9")
        #expect("AZaz09-._~".percentEncoded == "AZaz09-._~")
    }
}

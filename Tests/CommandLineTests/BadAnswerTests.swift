import Testing

/// An API that does not answer as it should: one line, status 1, and the key in none of it.
@Suite("Bad answers of the API")
struct BadAnswerTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var answer: StandIn.Answer
        var words: String
    }

    static let answers = [
        Answer(
            testDescription: "a proxy's page",
            answer: .init(status: 502, type: "text/html", body: "<html>Bad gateway</html>"),
            words: "502"
        ),
        Answer(testDescription: "not JSON", answer: .init(body: "hello"), words: "JSON"),
        Answer(testDescription: "another schema", answer: .init(body: #"{"items":[]}"#), words: "list"),
        Answer(
            testDescription: "50 MB",
            answer: .init(body: #"{"data":""#, filler: 50_000_000),
            words: "too large"
        ),
        Answer(
            testDescription: "401, with the key echoed",
            answer: .init(
                status: 401,
                type: "application/problem+json",
                body: #"{"code":"unauthorized","detail":"no key \#(Scene.token)","requestId":"req_1"}"#
            ),
            words: "the key is not accepted"
        ),
        Answer(
            testDescription: "403",
            answer: .init(
                status: 403,
                type: "application/problem+json",
                body: #"{"code":"forbidden","detail":"scope","requestId":"req_2"}"#
            ),
            words: "read:vm"
        ),
    ]

    @Test("Each is told in one line with a remedy", arguments: answers)
    func told(_ answer: Answer) throws {
        let scene = try Scene()
        scene.api.answer("/api/v2/vps", with: answer.answer)
        for arguments in [
            ["vps", "list"], ["init", "--base-url", scene.api.origin, "--token-file", "token", "--output", "new.yml"],
        ] {
            let outcome = try scene.program.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.hasPrefix("defib: the provider's API: "))
            #expect(outcome.errors.contains(answer.words))
            #expect(!outcome.errors.contains(Scene.token))
        }
        #expect(!scene.folder.has("new.yml"))
    }

    @Test("Nobody there is one line with a remedy")
    func nobody() throws {
        let scene = try Scene()
        try scene.configure([(scene.api.origin, "http://127.0.0.1:1")])
        let outcome = try scene.program.run("vps", "list")
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("check base_url"))
    }

    @Test("An origin that is none is one line, and is not repeated")
    func origin() throws {
        let scene = try Scene()
        let outcome = try scene.program.run(
            "init",
            "--base-url",
            "https://user:\(Scene.token)@example.org",
            "--token-file",
            "token"
        )
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(!outcome.errors.contains(Scene.token))
    }
}

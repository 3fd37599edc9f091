import Glibc
import Testing

@testable import HostUp

struct CredentialTests {
    private static let key = "hk_live_7f3Qz9VbT2xLw8RmNc4D"

    /// A file of its own with that content and mode, gone afterwards.
    private func withFile<Result>(
        _ content: String,
        mode: mode_t = 0o600,
        _ body: (String) throws -> Result
    ) throws -> Result {
        var template = Array("/tmp/defib-token-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        #expect(write(descriptor, content, content.utf8.count) == content.utf8.count)
        fchmod(descriptor, mode)
        close(descriptor)
        return try body(path)
    }

    private func error(_ content: String, mode: mode_t = 0o600) throws -> CredentialError {
        try withFile(content, mode: mode) { path in
            try #require(throws: CredentialError.self) { try Credential.file(path) }
        }
    }

    @Test(arguments: ["", "\n", "\r\n"], [0o400, 0o600, 0o640] as [mode_t])
    func aKeyAloneIsRead(ending: String, mode: mode_t) throws {
        let credential = try withFile(Self.key + ending, mode: mode) { try Credential.file($0) }
        #expect(credential.bearer == "Bearer \(Self.key)")
        #expect(credential.plain == Self.key)
    }

    @Test(
        arguments: [
            ("", .empty), ("\n", .empty), ("two words", .notOneWord), ("two\nlines\n", .notOneWord),
            (" key", .notOneWord),
            ("key\n\n", .notOneWord), ("key\t", .notOneWord), ("k\u{0}ey", .notOneWord), ("kéy", .notOneWord),
            ("key\r\nX-Evil: 1", .notOneWord), (String(repeating: "k", count: 5_000), .tooLarge),
        ] as [(String, CredentialError.Kind)]
    )
    func contentThatIsNoKeyIsRefused(content: String, kind: CredentialError.Kind) throws {
        let error = try error(content)
        #expect(error.kind == kind)
        #expect(error.description.hasPrefix("token file '/tmp/defib-token-"))
        #expect(!error.description.contains("\n"))
    }

    @Test(arguments: [0o604, 0o644, 0o777] as [mode_t])
    func aKeyThatEveryoneCanReadIsNone(mode: mode_t) throws {
        let error = try error(Self.key, mode: mode)
        #expect(error.kind == .worldReadable(mode: mode))
        #expect(error.description.contains("chmod 600"))
        #expect(!error.description.contains(Self.key))
    }

    @Test func whatIsNoFileIsRefused() throws {
        let missing = try #require(throws: CredentialError.self) { try Credential.file("/tmp/defib-none/token") }
        #expect(missing.kind == .missing)
        #expect(missing.description.contains("not found"))
        let folder = try #require(throws: CredentialError.self) { try Credential.file("/tmp") }
        #expect(folder.kind == .notAFile)
        let device = try #require(throws: CredentialError.self) { try Credential.file("/dev/null") }
        #expect(device.kind == .notAFile)
    }

    @Test func aPipeWithoutAWriterDoesNotHang() throws {
        let path = "/tmp/defib-pipe-\(getpid())"
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let error = try #require(throws: CredentialError.self) { try Credential.file(path) }
        #expect(error.kind == .notAFile)
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func whatMayNotBeReadIsSaid() throws {
        guard case .unreadable = try error(Self.key, mode: 0).kind else {
            Issue.record("must be unreadable")
            return
        }
    }

    @Test func theEnvironmentIsReadByName() throws {
        // One that is there: setting one while other tests run would be a race.
        let path = try #require(getenv("PATH"))
        #expect(try Credential.environment("PATH").plain == String(cString: path))
        let unset = try #require(throws: CredentialError.self) { try Credential.environment("DEFIB_TEST_NO_TOKEN") }
        #expect(
            unset.description
                == "environment variable DEFIB_TEST_NO_TOKEN: not set; set it to the API key, or use token_file"
        )
    }

    @Test func itNeverShowsItself() throws {
        let credential = try Credential(Self.key, from: "test")
        struct Holder { var credential: Credential }
        var dumped = ""
        dump(Holder(credential: credential), to: &dumped)
        let shown = [
            "\(credential)", String(reflecting: credential), String(describing: credential), dumped,
            "\(Optional(credential) as Any)", "\([credential])", "\(Holder(credential: credential))",
            "\(Mirror(reflecting: credential).children.map(\.value))",
        ]
        for text in shown {
            #expect(!text.contains(Self.key), "\(text)")
        }
    }

    @Test(
        arguments: [
            ("longEnoughKey99", "x longEnoughKey99y", "x [redacted]y"),
            (
                "web", "no web here: web1 vps_web web-1, Bearer web",
                "no [redacted] here: web1 vps_web web-1, Bearer [redacted]"
            ),
            ("web", "web", "[redacted]"),
            ("web", "webweb", "webweb"),
            ("web", "nothing", "nothing"),
        ]
    )
    func itIsTakenOutOfWhatAServerEchoes(key: String, text: String, expected: String) throws {
        #expect(try Credential(key, from: "test").scrubbed(from: text) == expected)
    }
}

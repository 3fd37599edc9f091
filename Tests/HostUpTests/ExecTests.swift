import Engine
import Testing
import Transfer

@testable import HostUp

struct ExecTests {
    private static let v2 = "/api/v2/vps/\(Rig.vps)/agent/exec"
    private static let v1 = "/api/vm/10000/agent/exec"

    private func run(
        _ script: [String: [ScriptedTransport.Reply]],
        vmid: Int? = nil,
        command: String = "true"
    ) async throws -> (ExecOutcome, ScriptedTransport) {
        let rig = try Rig(script)
        let outcome = await rig.client.exec(command, in: rig.id, vmid: vmid, within: .seconds(60))
        return (outcome, rig.transport)
    }

    private func started(_ results: [ScriptedTransport.Reply]) throws -> [String: [ScriptedTransport.Reply]] {
        [
            "POST \(Self.v2)": [.json(200, try fixture("documented/v2-exec-200.json"))],
            "GET \(Self.v2)?pid=150476": results,
        ]
    }

    @Test func throughV2ByTheVPSsID() async throws {
        let (outcome, transport) = try await run(
            started([
                .json(200, try fixture("exec/not-exited.json")),
                .json(200, try fixture("documented/v2-exec-result.json")),
            ]),
            command: #"echo "ok""#
        )
        #expect(outcome == .exited(exitCode: 0, output: "ok\n"))
        let result = "GET \(Self.v2)?pid=150476"
        #expect(transport.asked == ["POST \(Self.v2)", result, result])
        let post = try #require(transport.requests.first)
        #expect(try JSON.read(post.body ?? []) == .object(["command": .string(#"echo "ok""#)]))
        #expect(post.headers.contains { $0 == ("Authorization", "Bearer \(Rig.token)") })
        #expect(post.headers.contains { $0 == ("Content-Type", "application/json") })
        guard case .fresh = post.connection else {
            Issue.record("a command must not be repeated by the transport either")
            return
        }
    }

    @Test func throughV1ByTheVMID() async throws {
        let (outcome, transport) = try await run(
            [
                "POST \(Self.v1)": [.json(200, try fixture("documented/v1-exec-200.json"))],
                "GET \(Self.v1)?pid=150476": [.json(200, try fixture("documented/v1-exec-result.json"))],
            ],
            vmid: 10_000
        )
        #expect(outcome == .exited(exitCode: 0, output: "ok\n"))
        for request in transport.requests {
            #expect(request.headers.contains { $0 == ("X-API-Key", Rig.token) })
            #expect(!request.headers.contains { $0.name == "Authorization" })
        }
    }

    @Test(
        "how the end is read; nil: it is no end",
        arguments: [
            ("exec/exited-without-code", .exited(exitCode: nil, output: "x")),
            ("exec/exited-one", .exited(exitCode: 3, output: "out\nerr")),
            ("exec/wrapped", .exited(exitCode: 2, output: "")),
            ("exec/code-text", .exited(exitCode: nil, output: "")),
            ("exec/code-true", .exited(exitCode: nil, output: "")),
            ("exec/success-false-code-zero", .exited(exitCode: nil, output: "")),
            ("exec/success-false-code-one", .exited(exitCode: 1, output: "")),
            ("exec/not-exited", nil),
            ("exec/exited-zero", nil),
            ("exec/exited-text", nil),
        ] as [(String, ExecOutcome?)]
    )
    func ending(file: String, expected: ExecOutcome?) async throws {
        let (outcome, _) = try await run(started([.json(200, try fixture("\(file).json"))]))
        #expect(outcome == expected ?? .unknown("no end seen in time: still running"))
    }

    @Test func theFirstEndCounts() async throws {
        let (outcome, transport) = try await run(
            started([.json(200, #"{"exited":true,"exitCode":1}"#), .json(200, #"{"exited":true,"exitCode":0}"#)])
        )
        #expect(outcome == .exited(exitCode: 1, output: ""))
        #expect(transport.requests.count == 2)
    }

    @Test func aPollThatFailsInPassingIsAskedAgain() async throws {
        let (outcome, _) = try await run(
            started([
                .fault(.timedOut), .json(502, "<html>"), .json(429, "{}", [(name: "retry-after", value: "2")]),
                .json(200, #"{"exited":true,"exitCode":0}"#),
            ])
        )
        #expect(outcome == .exited(exitCode: 0, output: ""))
    }

    @Test(arguments: [401, 403, 404])
    func aPollThatIsForbiddenLeavesItUnknown(status: Int) async throws {
        let (outcome, transport) = try await run(started([.json(status, "{}")]))
        guard case .unknown = outcome else {
            Issue.record("must be unknown")
            return
        }
        #expect(transport.requests.count == 2)
    }

    @Test(
        "a start that was refused was refused",
        arguments: [
            (400, "documented/v1-exec-400", "BAD_REQUEST"), (403, "documented/v2-reset-403", "forbidden"),
            (200, "exec/start-outer-false", nil), (200, "exec/start-inner-false", nil),
        ] as [(Int, String, String?)]
    )
    func refused(status: Int, file: String, code: String?) async throws {
        let (outcome, transport) = try await run(["POST \(Self.v2)": [.json(status, try fixture("\(file).json"))]])
        guard case .rejected(let failure) = outcome else {
            Issue.record("must be rejected")
            return
        }
        #expect(failure.code == code)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "a start whose answer leaves it open is unknown, and not repeated",
        arguments: [
            (500, "documented/v1-exec-500"), (200, "exec/start-without-pid"), (200, "exec/start-pid-zero"),
            (200, "broken/truncated"), (200, "broken/text"),
        ]
    )
    func open(status: Int, file: String) async throws {
        let (outcome, transport) = try await run(["POST \(Self.v2)": [.json(status, try fixture("\(file).json"))]])
        guard case .unknown = outcome else {
            Issue.record("must be unknown")
            return
        }
        #expect(transport.requests.count == 1)
    }

    @Test func anAgentThatIsAwayIsUnavailable() async throws {
        let (outcome, _) = try await run(["POST \(Self.v2)": [.json(200, try fixture("exec/start-unavailable.json"))]])
        #expect(outcome == .unavailable("no agent"))
    }

    @Test func aLostAnswerIsUnknownAndAnUnsentRequestIsNot() async throws {
        let (lost, _) = try await run(["POST \(Self.v2)": [.fault(.connectionReset, connected: 9)]])
        guard case .unknown = lost else {
            Issue.record("it may have run")
            return
        }
        let (unsent, _) = try await run(["POST \(Self.v2)": [.fault(.connectionRefused)]])
        guard case .rejected = unsent else {
            Issue.record("it can't have run")
            return
        }
    }

    @Test func aPollURLThatLeavesTheOriginIsNotFollowed() async throws {
        let (outcome, transport) = try await run([
            "POST \(Self.v2)": [.json(200, #"{"pid":5,"pollUrl":"https://evil.example/x?pid=5"}"#)],
            "GET \(Self.v2)?pid=5": [.json(200, #"{"exited":true,"exitCode":0}"#)],
        ])
        #expect(outcome == .exited(exitCode: 0, output: ""))
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix("https://cloud.hostup.se/") })
    }

    @Test(
        arguments: [("", nil), (String(repeating: "x", count: 4_097), nil), ("true", 0), ("true", -5)]
            as [(String, Int?)]
    )
    func whatTheAPICanNotTakeIsNotSent(command: String, vmid: Int?) async throws {
        let (outcome, transport) = try await run([:], vmid: vmid, command: command)
        guard case .rejected = outcome else {
            Issue.record("must be rejected")
            return
        }
        #expect(transport.requests.isEmpty)
    }

    @Test(
        "availability; nil: the answer does not say",
        arguments: [
            ("documented/v2-agent", AgentReading(isAvailable: true, reason: nil, isVMRunning: true)),
            (
                "documented/v2-agent-unavailable",
                AgentReading(isAvailable: false, reason: "QEMU guest agent is not running", isVMRunning: true)
            ),
            ("exec/agent-one", AgentReading(isAvailable: true, reason: nil, isVMRunning: false)),
            ("exec/agent-text", nil),
            ("exec/agent-silent", nil),
        ] as [(String, AgentReading?)]
    )
    func availability(file: String, expected: AgentReading?) async throws {
        let rig = try Rig(["GET \(Self.v2)": [.json(200, try fixture("\(file).json"))]])
        let reading = try? await rig.client.agent(of: rig.id, within: .seconds(5)).get()
        #expect(reading == expected)
    }
}

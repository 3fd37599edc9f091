import Engine
import Testing
import Transfer

@testable import HostUp

struct JobTests {
    private let operation = Operation(jobID: "job_1", pollPath: "/api/jobs/job_1")

    private func reading(_ replies: [ScriptedTransport.Reply]) async throws -> OperationReading {
        let rig = try Rig(["GET /api/jobs/job_1": replies])
        return await rig.client.poll(operation, within: .seconds(10))
    }

    @Test(
        "what a job's body says",
        arguments: [
            ("job/v2-pending", .underway("pending")),
            ("job/v2-queued", .underway("queued")),
            ("job/v2-in-progress", .underway("in_progress")),
            ("job/v2-completed", .completed),
            ("job/v2-failed", .failed("")),
            ("job/v2-failed-with-result", .failed(#"{"error":"timeout"}"#)),
            ("job/v2-unheard-of", .underway("dreaming")),
            ("job/v2-without-status", .indeterminate("no status in the answer")),
            ("job/v2-status-null", .indeterminate("no status in the answer")),
            ("job/v2-other-job", .indeterminate("the answer speaks of job job_2")),
            ("job/status-number", .indeterminate("no status in the answer")),
            ("documented/v1-job-running", .underway("in_progress")),
            ("documented/v1-job-completed", .completed),
            ("documented/v1-job-failed", .failed(#"{"error":"no such guest"}"#)),
            ("job/state-only", .completed),
            ("job/flags-only-completed", .completed),
            ("job/flags-only-failed", .failed("")),
            ("job/flags-only-open", .indeterminate("no status in the answer")),
            ("job/flag-text", .underway("in_progress")),
            ("job/success-false", .indeterminate("the answer says success: false")),
            ("job/empty", .indeterminate("no status in the answer")),
            ("job/array", .indeterminate("no status in the answer")),
            ("job/data-null", .indeterminate("no status in the answer")),
        ] as [(String, OperationReading)]
    )
    func body(file: String, expected: OperationReading) async throws {
        #expect(try await reading([.json(200, try fixture("\(file).json"))]) == expected)
    }

    @Test(
        "an end that something in the same body speaks against is no end",
        arguments: [
            "both-flags", "completed-but-running", "completed-but-flag-false", "in-progress-but-flag-true",
            "status-failed-state-completed",
        ]
    )
    func contradictory(file: String) async throws {
        guard case .indeterminate(let words) = try await reading([.json(200, try fixture("job/\(file).json"))]) else {
            Issue.record("must be indeterminate")
            return
        }
        #expect(words.hasPrefix("contradictory: status "))
    }

    @Test(arguments: [401, 403, 404])
    func whoMayNotAskLearnsNothing(status: Int) async throws {
        guard case .indeterminate = try await reading([.json(status, "{}")]) else {
            Issue.record("must be indeterminate")
            return
        }
    }

    @Test func whatPassesLeavesTheOperationUnderWay() async throws {
        let passing: [ScriptedTransport.Reply] = [
            .json(500, "{}"), .json(503, "<html>"), .json(429, "{}"), .fault(.timedOut), .fault(.connectionRefused),
        ]
        for reply in passing {
            guard case .underway(let words) = try await reading([reply]) else {
                Issue.record("must be under way")
                return
            }
            #expect(words.hasPrefix("not known now: "))
        }
    }

    @Test func aJobWithoutAPathIsAskedForAtTheDocumentedPlace() async throws {
        let rig = try Rig(["GET /api/jobs/job_1": [.json(200, try fixture("job/v2-completed.json"))]])
        let reading = await rig.client.poll(Operation(jobID: "job_1", pollPath: nil), within: .seconds(5))
        #expect(reading == .completed)
    }

    @Test func aPathFromTheJournalIsCheckedAgain() async throws {
        let rig = try Rig([:])
        let stray = Operation(jobID: "../keys", pollPath: "//evil.example/api/jobs/job_1")
        #expect(
            await rig.client.poll(stray, within: .seconds(5))
                == .indeterminate("the operation has no path that can be asked")
        )
        #expect(rig.transport.requests.isEmpty)
    }
}

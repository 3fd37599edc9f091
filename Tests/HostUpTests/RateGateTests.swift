import Engine
import Testing
import Transfer

@testable import HostUp

struct RateGateTests {
    private let reset = "POST /api/v2/vps/\(Rig.vps)/actions/reset"
    private let status = "GET /api/v2/vps/\(Rig.vps)/status"
    private let list = "GET /api/v2/vps?limit=100"
    private let accepted = #"{"operation":{"status":"queued","jobId":"job_1","pollUrl":"/api/jobs/job_1"}}"#

    private func limited(_ after: String) -> ScriptedTransport.Reply {
        .json(429, "{}", [(name: "retry-after", value: after)])
    }

    @Test func aSweepsRefusalHoldsBackReadsUntilItIsOver() async throws {
        let rig = try Rig([list: [limited("20")], status: [.json(200, "{}")]])
        _ = await rig.client.list(within: .seconds(5))
        let early = await rig.client.status(of: rig.id, within: .seconds(5))
        let failure = #expect(throws: ProviderFailure.self) { try early.get() }
        #expect(failure?.kind == .rateLimited)
        #expect(
            failure?.message.hasSuffix("not sent: the API said 429, all requests pause until 2026-04-27T12:35:16.000Z")
                == true
        )
        #expect(rig.transport.asked == [list])
        #expect(try await rig.client.status(of: rig.id, within: .seconds(30)).get().id == nil)
        #expect(rig.time.now() == VirtualTime.start + .seconds(20))
    }

    @Test func powerWaitsForAShortPause() async throws {
        let rig = try Rig([list: [limited("4")], reset: [.json(202, accepted)]])
        _ = await rig.client.list(within: .seconds(5))
        guard case .accepted = await rig.client.send(.reset, to: rig.id, within: .seconds(30)) else {
            Issue.record("must be sent")
            return
        }
        #expect(rig.time.now() == VirtualTime.start + .seconds(4))
    }

    @Test func powerIsRejectedRatherThanKeptWaiting() async throws {
        let rig = try Rig([list: [limited("6")], reset: [.json(202, accepted)]])
        _ = await rig.client.list(within: .seconds(5))
        guard case .rejected(let failure) = await rig.client.send(.reset, to: rig.id, within: .seconds(30)) else {
            Issue.record("must be rejected")
            return
        }
        #expect(failure.kind == .rateLimited)
        #expect(rig.transport.asked == [list])
    }

    @Test func aLegacy429SaysHowLongInItsBody() async throws {
        let rig = try Rig([list: [.json(429, try fixture("documented/v1-429.json"))], status: [.json(200, "{}")]])
        _ = await rig.client.list(within: .seconds(5))
        _ = await rig.client.status(of: rig.id, within: .seconds(60))
        #expect(rig.time.now() == VirtualTime.start + .seconds(30))
    }

    @Test func theHeadersSlowSweepsBeforeAnythingIsRefused() async throws {
        let headers = [
            (name: "x-ratelimit-limit", value: "100"), (name: "x-ratelimit-remaining", value: "30"),
            (name: "x-ratelimit-reset", value: "2026-04-27T12:35:56.000Z"),
        ]
        let rig = try Rig([list: [.json(200, #"{"data":[]}"#, headers)], status: [.json(200, "{}")]])
        _ = await rig.client.list(within: .seconds(5))
        #expect(rig.client.usage.rateLimitRemaining == 30)
        guard case .failure(let failure) = await rig.client.list(within: .seconds(5)) else {
            Issue.record("must wait for the reset")
            return
        }
        #expect(failure.kind == .rateLimited)
        #expect(try await rig.client.status(of: rig.id, within: .seconds(5)).get().id == nil)
        _ = try await rig.client.list(within: .seconds(120)).get()
        #expect(rig.time.now() == VirtualTime.start + .seconds(60))
    }

    @Test func requestsAreCountedByEndpointAndCode() async throws {
        let rig = try Rig([status: [.json(500, "{}"), .fault(.timedOut)], reset: [.json(202, accepted)]])
        _ = await rig.client.status(of: rig.id, within: .seconds(10))
        _ = await rig.client.send(.reset, to: rig.id, within: .seconds(10))
        let counted = rig.client.usage.requests.map { "\($0.endpoint) \($0.code) \($0.count)" }
        #expect(
            counted == [
                "/api/v2/vps/{id}/actions/reset 202 1", "/api/v2/vps/{id}/status 500 1",
                "/api/v2/vps/{id}/status timedOut 1",
            ]
        )
    }

    @Test func aPlaceThatGetsFreeGoesToWhoWaits() async throws {
        let gate = RateGate(time: SteadyTimekeeper())
        let deadline = SteadyTimekeeper().now() + .minutes(1)
        for _ in 0..<Priority.sweep.maxInFlight { try await gate.enter(.sweep, until: deadline) }
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    try await gate.enter(.sweep, until: deadline)
                    await Task.yield()
                    gate.leave("x", status: 200, code: "200", RateLimitNotice())
                }
            }
            for _ in 0..<Priority.sweep.maxInFlight { gate.leave("x", status: 200, code: "200", RateLimitNotice()) }
            try await group.waitForAll()
        }
        #expect(gate.usage.requests.first?.count == 20 + Priority.sweep.maxInFlight)
    }

    @Test func whoWaitsCanBeCancelled() async throws {
        let gate = RateGate(time: SteadyTimekeeper())
        let deadline = SteadyTimekeeper().now() + .hours(1)
        for _ in 0..<Priority.sweep.maxInFlight { try await gate.enter(.sweep, until: deadline) }
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: RateGate.Refusal.self) { try await gate.enter(.sweep, until: deadline) }
            }
            group.cancelAll()
        }
    }
}

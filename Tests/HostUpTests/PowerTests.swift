import Engine
import Testing
import Transfer

@testable import HostUp

struct PowerTests {
    private let reset = "POST /api/v2/vps/\(Rig.vps)/actions/reset"

    private func outcome(_ reply: ScriptedTransport.Reply) async throws -> PowerOutcome {
        let rig = try Rig([reset: [reply]])
        let outcome = await rig.client.send(.reset, to: rig.id, within: .seconds(10))
        #expect(rig.transport.asked == [reset], "a power action is sent once, whatever comes back")
        return outcome
    }

    @Test(arguments: PowerAction.allCases)
    func isOneBarePOSTOnAConnectionOfItsOwn(action: PowerAction) async throws {
        let path = "/api/v2/vps/\(Rig.vps)/actions/\(action.rawValue)"
        let rig = try Rig(["POST \(path)": [.json(202, try fixture("documented/v2-reset-202.json"))]])
        let outcome = await rig.client.send(action, to: rig.id, within: .seconds(10))
        let job = "job_01hxa3b4c5d6e7f8g9h0j1k2m3"
        #expect(outcome == .accepted(Operation(jobID: job, pollPath: "/api/jobs/\(job)"), requestID: nil))
        let request = try #require(rig.transport.requests.first)
        #expect(request.url == "https://cloud.hostup.se\(path)")
        #expect(request.body == nil)
        #expect(request.maxRedirects == 0)
        #expect(request.deadline == 10_000)
        guard case .fresh = request.connection else {
            Issue.record("libcurl repeats a request on a kept connection that died")
            return
        }
        let headers = request.headers.map { "\($0.name): \($0.value)" }
        #expect(headers == ["User-Agent: defib", "Accept: application/json", "Authorization: Bearer \(Rig.token)"])
    }

    @Test(
        "which operation a 202 carries; nil: unknown",
        arguments: [
            ("operation/full", ("job_1", "/api/jobs/job_1")),
            ("operation/job-number", ("17", "/api/jobs/17")),
            ("operation/status-absent", ("job_1", "/api/jobs/job_1")),
            ("operation/poll-elsewhere", ("job_1", nil)),
            ("operation/poll-protocol-relative", ("job_1", nil)),
            ("operation/poll-dots", ("job_1", nil)),
            ("operation/poll-encoded", ("job_1", nil)),
            ("operation/poll-absent", ("job_1", nil)),
            ("operation/poll-number", ("job_1", nil)),
            (
                "documented/v2-reset-202-page",
                ("job_01hxa3b4c5d6e7f8g9h0j1k2m3", "/api/jobs/job_01hxa3b4c5d6e7f8g9h0j1k2m3")
            ),
            ("operation/without-job", (nil, nil)),
        ] as [(String, (String?, String?))]
    )
    func accepted(file: String, expected: (String?, String?)) async throws {
        for status in [200, 201, 202] {
            let outcome = try await outcome(.json(status, try fixture("\(file).json")))
            let operation = expected.0.map { Operation(jobID: $0, pollPath: expected.1) }
            #expect(outcome == .accepted(operation, requestID: nil))
        }
    }

    @Test(
        "a 2xx without a readable operation may or may not have been taken",
        arguments: [
            "operation/absent", "operation/null", "operation/text", "operation/empty", "operation/array",
            "operation/wrapped", "operation/unheard-of-without-job", "broken/empty", "broken/truncated", "broken/text",
        ]
    )
    func unreadable(file: String) async throws {
        guard case .unknown(let failure) = try await outcome(.json(202, try fixture("\(file).json"))) else {
            Issue.record("must be unknown")
            return
        }
        #expect(failure.kind == .undecodable)
        #expect(failure.status == 202)
    }

    @Test(
        "each documented error",
        arguments: [
            (400, "documented/v2-reset-400", .unexpectedStatus, "invalid_request", true),
            (400, "documented/v2-reset-400-page", .unexpectedStatus, "invalid_request", true),
            (401, "documented/v2-reset-401", .unauthorized, "unauthorized", true),
            (403, "documented/v2-reset-403", .forbidden, "forbidden", true),
            (404, "documented/v2-reset-404", .notFound, "not_found", true),
            (429, "documented/v2-reset-429", .rateLimited, "rate_limit_exceeded", true),
            (500, "documented/v2-reset-500", .server, "internal_error", false),
        ] as [(Int, String, ProviderFailure.Kind, String, Bool)]
    )
    func documentedError(
        status: Int,
        file: String,
        kind: ProviderFailure.Kind,
        code: String,
        isRejected: Bool
    ) async throws {
        let outcome = try await outcome(.json(status, try fixture("\(file).json")))
        let failure = try #require(providerFailure(of: outcome, isRejected: isRejected))
        #expect(failure.kind == kind)
        #expect(failure.status == status)
        #expect(failure.code == code)
        #expect(failure.requestID == "req_01hxa3b4c5d6e7f8g9h0j1k2m3")
        #expect(failure.message.hasPrefix("POST /api/v2/vps/{id}/actions/reset: \(status) "))
    }

    @Test(
        "by status first, whatever the body",
        arguments: [
            (409, #"{"code":"vps_not_ready","title":"Not ready"}"#, true),
            (409, #"{"code":"upstream_failed","title":"Upstream failed"}"#, false),
            (403, #"{"code":"account_inactive"}"#, true),
            (404, "<html>", true), (418, "", true), (422, "{}", true),
            (302, "", false), (304, "", false), (502, "<html>", false),
            (503, #"{"code":"upstream_unavailable"}"#, false),
            (504, "", false), (599, "[]", false),
        ]
    )
    func byStatus(status: Int, body: String, isRejected: Bool) async throws {
        let outcome = try await outcome(.json(status, body))
        #expect(providerFailure(of: outcome, isRejected: isRejected)?.status == status)
    }

    @Test func theLegacyErrorEnvelopeIsUnderstood() async throws {
        let outcome = try await outcome(.json(400, try fixture("documented/v1-exec-400.json")))
        let failure = try #require(providerFailure(of: outcome, isRejected: true))
        #expect(failure.code == "BAD_REQUEST")
        #expect(failure.requestID == "2121ae20-bd9d-41e9-aeeb-5dd1dd1a24ba")
        #expect(failure.message.hasSuffix("400 This command has been blocked for safety reasons"))
    }

    @Test(
        "a failed transfer is a rejection only where it proves that nothing was sent",
        arguments: [
            (.resolutionFailed, 0, 0, true), (.connectionRefused, 0, 0, true), (.networkUnreachable, 0, 0, true),
            (.hostUnreachable, 0, 0, true), (.outOfDescriptors, 0, 0, true), (.invalidRequest, 0, 0, true),
            (.certificateInvalid, 900, 0, true), (.tlsFailed, 900, 0, true),
            (.tlsFailed, 900, 2_000, false), (.certificateInvalid, 900, 2_000, false),
            (.hostUnreachable, 900, 2_000, false), (.networkUnreachable, 900, 2_000, false),
            (.outOfDescriptors, 900, 2_000, false),
            (.connectionReset, 900, 2_000, false), (.connectionReset, 0, 0, false),
            (.timedOut, 0, 0, false), (.timedOut, 900, 2_000, false), (.protocolViolation, 900, 2_000, false),
            (.bodyTooLarge, 900, 2_000, false), (.cancelled, 900, 2_000, false), (.shutDown, 0, 0, false),
            (.internalFault, 0, 0, false), (.tooManyRedirects, 900, 2_000, false),
        ] as [(TransferError.Kind, Int, Int, Bool)]
    )
    func failedTransfer(kind: TransferError.Kind, connected: Int, tlsDone: Int, isRejected: Bool) async throws {
        let outcome = try await outcome(.fault(kind, connected: connected, tlsDone: tlsDone))
        #expect(providerFailure(of: outcome, isRejected: isRejected)?.kind == .transport)
    }

    @Test(
        "a broken body does not take back a status that came",
        arguments: [(403, true), (404, true), (500, false), (202, false)]
    )
    func brokenBody(status: Int, isRejected: Bool) async throws {
        for kind in [TransferError.Kind.bodyTooLarge, .connectionReset, .timedOut] {
            let reply = ScriptedTransport.Reply.fault(kind, connected: 900, tlsDone: 2_000, status: status)
            #expect(providerFailure(of: try await outcome(reply), isRejected: isRejected) != nil)
        }
    }

    private func providerFailure(of outcome: PowerOutcome, isRejected: Bool) -> ProviderFailure? {
        switch outcome {
        case .accepted: nil
        case .rejected(let failure): isRejected ? failure : nil
        case .unknown(let failure): isRejected ? nil : failure
        }
    }
}

import Engine
import Testing
import Transfer

@testable import HostUp

/// Reads are tried twice where that may help and does no harm; nothing else is.
struct RetryTests {
    private let status = "GET /api/v2/vps/\(Rig.vps)/status"

    private func requests(_ replies: [ScriptedTransport.Reply], within limit: TimeSpan = .seconds(10)) async throws
        -> Int
    {
        let rig = try Rig([status: replies])
        _ = await rig.client.status(of: rig.id, within: limit)
        return rig.transport.requests.count
    }

    @Test(arguments: [500, 502, 503, 504])
    func aServersFaultIsTriedAgainOnce(code: Int) async throws {
        #expect(try await requests([.json(code, "{}")]) == 2)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 418, 429, 302])
    func anAnswerIsAnAnswer(code: Int) async throws {
        #expect(try await requests([.json(code, "{}")]) == 1)
    }

    @Test(
        arguments: [
            (.timedOut, 2), (.connectionReset, 2), (.connectionRefused, 2), (.resolutionFailed, 2), (.tlsFailed, 2),
            (.certificateInvalid, 1), (.bodyTooLarge, 1), (.cancelled, 1), (.shutDown, 1), (.outOfDescriptors, 1),
            (.invalidRequest, 1),
        ] as [(TransferError.Kind, Int)]
    )
    func aFailedTransferIsTriedAgainWhereThatMayHelp(kind: TransferError.Kind, expected: Int) async throws {
        #expect(try await requests([.fault(kind)]) == expected)
    }

    @Test func theSecondTryCounts() async throws {
        let rig = try Rig([status: [.fault(.connectionReset), .json(200, try fixture("documented/v2-status.json"))]])
        #expect(try await rig.client.status(of: rig.id, within: .seconds(10)).get().powerState == .running)
    }

    @Test func anUndecodableBodyIsNotAskedForAgain() async throws {
        #expect(try await requests([.json(200, "<html>")]) == 1)
    }

    @Test func thereIsNoSecondTryWithoutTimeForIt() async throws {
        #expect(try await requests([.json(500, "{}")], within: .milliseconds(400)) == 1)
        let slow = ScriptedTransport.Reply.json(503, "{}", [(name: "retry-after", value: "3")])
        #expect(try await requests([slow], within: .seconds(2)) == 1)
        #expect(try await requests([slow], within: .seconds(10)) == 2)
    }

    @Test func theDeadlineOfTheSecondTryIsWhatIsLeft() async throws {
        let rig = try Rig([status: [.json(500, "{}")]])
        _ = await rig.client.status(of: rig.id, within: .seconds(10))
        #expect(rig.transport.requests.map(\.deadline) == [10_000, 9_500])
    }
}

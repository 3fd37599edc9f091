import Engine
import Synchronization
import Testing
import Transfer

@testable import HostUp

/// Plays recorded answers: those for one `METHOD path` in their order, the last one for ever after.
final class ScriptedTransport: Transport {
    struct Reply: Sendable {
        var result: Result<TransferResponse, TransferError>

        static func json(_ status: Int, _ body: [UInt8], _ headers: [(name: String, value: String)] = []) -> Reply {
            let all = [(name: "content-type", value: "application/json; charset=utf-8")] + headers
            return raw(status, body, all)
        }

        static func json(_ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []) -> Reply {
            json(status, Array(body.utf8), headers)
        }

        static func raw(_ status: Int, _ body: [UInt8], _ headers: [(name: String, value: String)]) -> Reply {
            Reply(
                result: .success(TransferResponse(status: status, headers: headers, body: body, trace: TransferTrace()))
            )
        }

        static func fault(
            _ kind: TransferError.Kind,
            _ message: String = "it broke",
            connected: Int = 0,
            tlsDone: Int = 0,
            status: Int = 0
        ) -> Reply {
            var trace = TransferTrace()
            trace.connected = connected
            trace.tlsDone = tlsDone
            trace.status = status
            trace.peerAnswered = status > 0
            return Reply(result: .failure(TransferError(kind: kind, message: message, trace: trace)))
        }
    }

    private struct State {
        var script: [String: [Reply]]
        var requests: [TransferRequest] = []
    }

    private let state: Mutex<State>

    init(_ script: [String: [Reply]]) {
        state = Mutex(State(script: script))
    }

    var requests: [TransferRequest] { state.withLock { $0.requests } }
    /// `METHOD path` of each request so far.
    var asked: [String] { requests.map { "\($0.method) \(ScriptedTransport.path($0.url))" } }

    func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let key = "\(request.method) \(ScriptedTransport.path(request.url))"
        let reply = state.withLock { state -> Reply? in
            state.requests.append(request)
            guard let replies = state.script[key], let first = replies.first else { return nil }
            if replies.count > 1 { state.script[key]?.removeFirst() }
            return first
        }
        return try (reply ?? .fault(.internalFault, "nothing scripted for \(key)")).result.get()
    }

    private static func path(_ url: String) -> String {
        let afterScheme = url.drop { $0 != ":" }.dropFirst(3)
        return String(afterScheme.drop { $0 != "/" })
    }
}

/// A client on a script, with the token that must never be seen.
struct Rig {
    static let token = "hk_live_7f3Qz9VbT2xLw8RmNc4D"
    static let vps = "vps_01hxa3b4c5d6e7f8g9h0j1k2m3"

    let transport: ScriptedTransport
    let time = VirtualTime()
    let client: HostUpClient
    let id: VPSID

    init(_ script: [String: [ScriptedTransport.Reply]], token: String = Rig.token) throws {
        transport = ScriptedTransport(script)
        client = HostUpClient(
            transport: transport,
            credential: try Credential(token, from: "test"),
            time: time
        )
        id = try #require(VPSID(Rig.vps))
    }

    /// The script of an inspection whose `/status` is the given body.
    static func inspection(status: [UInt8]) throws -> [String: [ScriptedTransport.Reply]] {
        [
            "GET /api/v2/vps/\(vps)": [.json(200, try fixture("documented/v2-vps.json"))],
            "GET /api/v2/vps/\(vps)/status": [.json(200, status)],
            "GET /api/v2/vps/\(vps)/details": [.json(404, try fixture("documented/v2-reset-404.json"))],
            "GET /api/v2/vps/\(vps)/maintenance": [.json(200, try fixture("documented/v2-maintenance-none.json"))],
        ]
    }

    func inspect() async -> Result<Inspection, ProviderFailure> {
        await client.inspect(id, wanting: [.reset], within: .seconds(30))
    }
}

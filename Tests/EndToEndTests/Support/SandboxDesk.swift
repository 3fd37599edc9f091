import FoundationEssentials
import Sandbox
import Transfer

/// The sandbox's own switches and its log of requests.
struct SandboxDesk: Sendable {
    let transport: TransferLoop
    let origin: String

    /// A request as the provider received it.
    struct Received: Decodable, Sendable {
        var time: String
        var method: String
        var path: String
        var endpoint: String?
        var vps: String?
        /// Nil where it was never answered.
        var status: Int?

        /// Of a power action.
        var verb: String { path.split(separator: "/").last.map(String.init) ?? "" }
    }

    private struct Log: Decodable { var requests: [Received] }

    func hang(_ guest: GuestDescription, _ kind: String, curedBy cure: String? = nil) async throws {
        let curedBy = cure.map { #","curedBy":"\#($0)""# } ?? ""
        try await post("/sandbox/guests/\(guest.id)/hang", #"{"kind":"\#(kind)"\#(curedBy)}"#)
    }

    func recover(_ guest: GuestDescription) async throws {
        try await post("/sandbox/guests/\(guest.id)/recover", "{}")
    }

    /// The account has it no longer; the guest runs on.
    func leave(_ guest: GuestDescription) async throws {
        try await post("/sandbox/guests/\(guest.id)/leave", "{}")
    }

    /// The account has it again.
    func join(_ guest: GuestDescription) async throws {
        try await post("/sandbox/guests/\(guest.id)/join", "{}")
    }

    func switchOn(_ fault: ScriptedFault, for guest: GuestDescription? = nil, at endpoint: String? = nil) async throws {
        var members = fault.members
        if let guest { members.append(#""vps":"\#(guest.id)""#) }
        if let endpoint { members.append(#""endpoint":"\#(endpoint)""#) }
        try await post("/sandbox/faults", "{\(members.joined(separator: ","))}")
    }

    func clearFaults() async throws {
        try await call("DELETE", "/sandbox/faults", nil)
    }

    /// Every request to the API so far.
    func received() async throws -> [Received] {
        try JSONDecoder().decode(Log.self, from: Data(try await call("GET", "/sandbox/log", nil))).requests
    }

    /// Every power action that was asked for, whatever was answered.
    func powerActions(on guest: GuestDescription? = nil) async throws -> [Received] {
        try await received().filter { request in
            request.method == "POST" && request.endpoint == "power" && (guest == nil || request.vps == guest?.id)
        }
    }

    private func post(_ path: String, _ body: String) async throws {
        try await call("POST", path, body)
    }

    @discardableResult
    private func call(_ method: String, _ path: String, _ body: String?) async throws -> [UInt8] {
        let request = TransferRequest(
            url: origin + path,
            method: method,
            headers: [("Content-Type", "application/json")],
            body: body.map { Array($0.utf8) },
            deadline: 15_000,
            maxBodyBytes: 16 << 20
        )
        let response = try await transport.perform(request)
        guard response.status == 200 else {
            throw Mishap("the sandbox answered \(response.status) to \(method) \(path): \(response.body.text)")
        }
        return response.body
    }
}

/// A fault as the sandbox's switch takes it.
struct ScriptedFault: Sendable, CustomStringConvertible {
    var name: String
    /// JSON; nil where the fault needs none.
    var value: String?

    init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    var members: [String] { [#""fault":"\#(name)""#] + (value.map { [#""value":\#($0)"#] } ?? []) }
    var description: String { "\(name)\(value.map { " \($0)" } ?? "")" }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}

/// Where a path of the sandbox's own leads: `/sandbox/…`, beside the API and open to everybody on this machine.
enum ControlRoute: Hashable, Sendable {
    case guests
    case guest(String, GuestSwitch)
    case faults
    case log
    case unknown

    /// Nil where the path is not the sandbox's own.
    init?(path: String) {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.first == "sandbox" else { return nil }
        switch parts.dropFirst().map(\.self) {
        case ["guests"]: self = .guests
        case ["faults"]: self = .faults
        case ["log"]: self = .log
        case let rest where rest.count == 3 && rest[0] == "guests":
            self = GuestSwitch(rawValue: rest[2]).map { .guest(rest[1], $0) } ?? .unknown
        default: self = .unknown
        }
    }
}

/// What can be done to a guest behind the provider's back.
enum GuestSwitch: String, Hashable, Sendable, CaseIterable {
    /// `{"kind": "soft"|"half"|"hard", "curedBy": "restart"|"reset"|"nothing"}`; both may be left out.
    case hang
    /// A kernel's panic: for a light guest, to be silent until a reset.
    case panic
    case crashLoop = "crash-loop"
    case recover
    /// `{"milliseconds": n}`, for every later boot.
    case bootTime = "boot-time"
    /// The account has it no longer: the API does not know it, though it runs on.
    case leave
    /// The account has it again.
    case join
}

/// Faults, guests and the log of requests, for tests and demonstrations.
struct Control: Sendable {
    let world: World

    func answer(_ request: APIRequest, _ route: ControlRoute) async -> Answer {
        do {
            switch (route, request.method) {
            case (.guests, "GET"): return .json(200, ["guests": .array(await guests())])
            case (.log, "GET"):
                return .json(200, world.log.json(since: request.query["since"].flatMap { Int($0) } ?? 0))
            case (.faults, "GET"): break
            case (.faults, "POST"): world.faults.add(try faults(in: request.body))
            case (.faults, "DELETE"): world.faults.clear()
            case (.guest(let name, let change), "POST"):
                return try await flip(change, of: name, JSON(parsing: request.body) ?? [:])
            case (.unknown, _):
                return .json(
                    404,
                    [
                        "error":
                            "known: /sandbox/guests, /sandbox/guests/ID/\(Self.switches), /sandbox/faults, /sandbox/log"
                    ]
                )
            case (.guests, _), (.log, _), (.faults, _), (.guest, _):
                return .json(405, ["error": "\(request.method) is not taken here"])
            }
            return .json(200, ["faults": .array(world.faults.all.map(\.json))])
        } catch {
            return .json(400, ["error": .string("\(error)")])
        }
    }

    private static let switches = GuestSwitch.allCases.map(\.rawValue).joined(separator: "|")

    private func guests() async -> [JSON] {
        var result: [JSON] = []
        for guest in world.everyGuest { result.append(await json(guest)) }
        return result
    }

    private func json(_ guest: any Guest) async -> JSON {
        let condition = await guest.condition()
        return guest.description.json.merging([
            "powerState": .string(condition.powerState), "phase": .string(condition.phase),
            "ailment": (condition.ailment?.rawValue).map(JSON.string) ?? .null,
            "inAccount": .bool(!world.strangers.contains(guest.description.id)),
        ])
    }

    /// One fault, or an array of them.
    private func faults(in body: [UInt8]) throws(SandboxError) -> [FaultRule] {
        guard let json = JSON(parsing: body) else { throw SandboxError("the body is not JSON") }
        var rules: [FaultRule] = []
        for element in json.array ?? [json] { rules.append(try FaultRule(json: element)) }
        return rules
    }

    private func flip(_ change: GuestSwitch, of name: String, _ body: JSON) async throws -> Answer {
        guard let guest = world.guest(named: name) else {
            return .json(404, ["error": "there is no guest `\(name)`; GET /sandbox/guests lists them"])
        }
        switch change {
        case .hang:
            let kind: Ailment = try body["kind"]?.string.map { try word($0, "kind") } ?? .soft
            let cure: Cure = try body["curedBy"]?.string.map { try word($0, "curedBy") } ?? kind.usualCure
            try await guest.afflict(kind, cure: cure)
        case .panic: try await guest.afflict(.hard, cure: .reset)
        case .crashLoop: try await guest.afflict(.crashLoop, cure: .nothing)
        case .recover: try await guest.recover()
        case .bootTime:
            guard let time = body["milliseconds"]?.int, time >= 0 else {
                throw SandboxError("`boot-time` takes {\"milliseconds\": n}")
            }
            try await guest.setBootTime(.milliseconds(time))
        case .leave: world.strangers.insert(guest.description.id)
        case .join: world.strangers.remove(guest.description.id)
        }
        return .json(200, await json(guest))
    }

    private func word<Value: RawRepresentable & CaseIterable>(_ text: String, _ key: String) throws -> Value
    where Value.RawValue == String {
        try Choice.parse(text, key: key, fault: "hang")
    }
}

extension GuestDescription {
    var json: JSON {
        [
            "id": .string(id), "vmid": .int(vmid), "name": .string(name), "kind": .string(kind.rawValue),
            "address": .string(address), "ports": ["http": .int(Self.httpPort), "ssh": .int(Self.sshPort)],
        ]
    }
}

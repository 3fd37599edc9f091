extension API {
    /// Queues a power action: 202 and its operation, or 409 where the VPS is not ready for it.
    func power(_ id: String, _ verb: PowerVerb, _ request: APIRequest) async throws(Problem) -> Answer {
        guard let guest = world.guest(id: id) else { throw .vpsNotFound }
        try checkBody(request.body, of: verb)
        let view = await world.view(of: guest, for: .power)
        guard view.allows(verb) else {
            throw .notReady("The VPS is \(view.condition.powerState): it does not take `\(verb.rawValue)` now.")
        }
        let course = world.faults.strike(vps: id, endpoint: .power) { fault in
            if case .jobs(let course) = fault { course } else { nil }
        }
        let isForced = verb == .restart && JSON(parsing: request.body)?["force"]?.bool == true
        guard let job = world.operations.begin(isForced ? .reset : verb, on: guest, course: course) else {
            throw .notReady("Another operation is under way on this VPS.")
        }
        return .json(202, job.operation)
    }

    /// The path selects the action, so no body is taken; `restart` alone knows `{"force": bool}`.
    private func checkBody(_ body: [UInt8], of verb: PowerVerb) throws(Problem) {
        guard !body.isEmpty else { return }
        guard let json = JSON(parsing: body), let members = json.object else {
            throw .invalid("The request body is not a JSON object.", pointer: "")
        }
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard verb == .restart, key == "force" else {
                throw .invalid("`\(key)` is not taken by `\(verb.rawValue)`.", pointer: "/\(key)")
            }
            guard value.bool != nil else { throw .invalid("`force` must be a boolean.", pointer: "/force") }
        }
    }
}

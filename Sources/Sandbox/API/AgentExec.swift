/// Commands through a guest's agent, in the shapes of both versions.
struct AgentExec: Sendable {
    let world: World
    let guest: any Guest
    let isV1: Bool

    func answer(_ request: APIRequest) async throws(Problem) -> Answer {
        if request.method == "POST" { return try await start(request) }
        guard let text = request.query["pid"] else { return await availability() }
        guard let process = Int(text), process >= 1 else { throw .invalid("`pid` must be a positive integer.") }
        return try await result(of: process)
    }

    private func start(_ request: APIRequest) async throws(Problem) -> Answer {
        let command = try command(in: request.body)
        guard !isBlocked(command) else { throw .invalid("This command has been blocked for safety reasons") }
        guard await isAvailable(), !fault(.agentWithoutProcess), let process = await guest.execute(command) else {
            throw .upstream("Failed to execute command - no PID returned")
        }
        guard isV1 else {
            let url = "/api/v2/vps/\(guest.description.id)/agent/exec?pid=\(process)"
            return .json(200, ["pid": .int(process), "pollUrl": .string(url)])
        }
        let data: JSON = [
            "success": true, "pid": .int(process), "message": "Command execution started",
            "command": .string(command),
        ]
        return .json(200, V1Envelope.success(data))
    }

    private func command(in body: [UInt8]) throws(Problem) -> String {
        guard let json = JSON(parsing: body), let members = json.object, let command = json["command"]?.string else {
            throw .invalid("`command` is required.", pointer: "/command")
        }
        guard members.count == 1 else { throw .invalid("Only `command` is taken.", pointer: "") }
        guard (1...4096).contains(command.count) else {
            throw .invalid("`command` must have 1 to 4096 characters.", pointer: "/command")
        }
        return command
    }

    /// As little as it takes to meet the answer that the provider documents.
    private func isBlocked(_ command: String) -> Bool {
        ["rm -rf /", "mkfs", "dd if="].contains { command.contains($0) }
    }

    private func availability() async -> Answer {
        let isRunning = await guest.condition().powerState == "running"
        let isAvailable = await isAvailable()
        let reason: JSON = isAvailable ? .null : "The guest agent does not answer."
        if isV1 {
            let data: JSON = ["success": true, "available": .bool(isAvailable), "message": reason]
            return .json(200, V1Envelope.success(data))
        }
        return .json(200, ["available": .bool(isAvailable), "reason": reason, "vmRunning": .bool(isRunning)])
    }

    private func result(of process: Int) async throws(Problem) -> Answer {
        guard await isAvailable() else { throw .upstream("The guest agent does not answer.") }
        guard let result = await guest.result(of: process) else { throw .notFound }
        var members: [String: JSON] = ["pid": .int(process), "exited": .bool(result.exited)]
        if result.exited {
            members[isV1 ? "exitcode" : "exitCode"] = result.exitCode.map(JSON.int) ?? .null
            members["stdout"] = .string(result.output)
            members["stderr"] = .string(result.errors)
        }
        guard isV1 else { return .json(200, .object(members)) }
        members["success"] = true
        return .json(200, V1Envelope.success(.object(members)))
    }

    private func isAvailable() async -> Bool {
        guard !fault(.agentSilent) else { return false }
        return await guest.agentAnswers()
    }

    private func fault(_ wanted: Fault) -> Bool {
        world.faults.strike(vps: guest.description.id, endpoint: .exec) { $0 == wanted ? true : nil } ?? false
    }
}

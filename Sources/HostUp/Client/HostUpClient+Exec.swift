public import Engine
import FoundationEssentials

extension HostUpClient {
    public func exec(_ command: String, in vps: VPSID, vmid: Int?, within limit: TimeSpan) async -> ExecOutcome {
        let deadline = time.now() + limit
        guard (1...4_096).contains(command.unicodeScalars.count),
            let body = try? JSONEncoder().encode(["command": command])
        else {
            return .rejected(ProviderFailure(kind: .unexpectedStatus, message: "a command has 1 to 4096 characters"))
        }
        if let vmid, vmid < 1 {
            return .rejected(ProviderFailure(kind: .unexpectedStatus, message: "a vmid is 1 or more"))
        }
        let endpoint = vmid.map { Endpoint.execV1(vmid: $0) } ?? .exec(vps)
        do {
            let answer = try await call(endpoint, body: [UInt8](body), until: deadline)
            return await followed(answer, vmid: vmid, until: deadline)
        } catch {
            return error.isUnsent ? .rejected(error.failure) : .unknown(error.failure.description)
        }
    }

    public func agent(of vps: VPSID, within limit: TimeSpan) async -> Result<AgentReading, ProviderFailure> {
        do throws(ProviderFailure) {
            let (json, answer) = try await read(.agent(vps), until: time.now() + limit)
            let body = ExecBody(json)
            guard let isAvailable = body.isAvailable else {
                throw answer.undecodable("JSON that does not say 'available'")
            }
            return .success(
                AgentReading(isAvailable: isAvailable, reason: body.reason, isVMRunning: body.isVMRunning)
            )
        } catch {
            return .failure(error)
        }
    }

    /// From the answer to the command's start to its end.
    private func followed(_ answer: Answer, vmid: Int?, until deadline: Timestamp) async -> ExecOutcome {
        let body: ExecBody
        do {
            body = ExecBody(try answer.success())
        } catch {
            return error.showsNothingWasDone ? .rejected(error) : .unknown(error.description)
        }
        if let ending = body.ending { return ending }
        if body.saysFailure { return .rejected(answer.undecodable("success: false (\(body.reason ?? "no reason"))")) }
        guard let result = HostUpClient.resultEndpoint(of: body, startedAt: answer.endpoint, vmid: vmid) else {
            return body.isAvailable == false
                ? .unavailable(body.reason ?? "the agent does not answer")
                : .unknown(answer.undecodable("JSON without a pid").description)
        }
        return await ending(at: result, until: deadline)
    }

    /// Where the result will be: what `pollUrl` names if it is this very endpoint, else the documented place.
    private static func resultEndpoint(of body: ExecBody, startedAt endpoint: Endpoint, vmid: Int?) -> Endpoint? {
        if let vmid { return body.pid.map { .execResultV1(vmid: vmid, pid: $0) } }
        let named = body.pollURL.flatMap { PollPath.exec($0, startedAt: endpoint.path) }
        return (named ?? body.pid.map { "\(endpoint.path)?pid=\($0)" }).map { .execResult(path: $0) }
    }

    /// Asks until the command has ended. Each ask may be the one that consumes the result, so the first end counts, and
    /// an answer that got lost is not asked for twice in a row without a pause.
    private func ending(at endpoint: Endpoint, until deadline: Timestamp) async -> ExecOutcome {
        var pause = TimeSpan.milliseconds(500)
        var latest = "no answer yet"
        while time.now() < deadline, !Task.isCancelled {
            do {
                let body = try await result(at: endpoint, until: deadline)
                if let ending = body.ending { return ending }
                latest = body.reason ?? "still running"
            } catch {
                guard error.mayPass else { return .unknown(error.description) }
                latest = error.description
            }
            await time.sleep(until: min(time.now() + pause, deadline))
            pause = min(pause * 2, .seconds(5))
        }
        return .unknown("no end seen in time: \(latest)")
    }

    private func result(at endpoint: Endpoint, until deadline: Timestamp) async throws(ProviderFailure) -> ExecBody {
        let answer: Answer
        do {
            answer = try await call(endpoint, until: deadline)
        } catch {
            throw error.failure
        }
        return ExecBody(try answer.success())
    }
}

extension HostUpClient: PowerProvider {}

public import Engine

extension HostUpClient {
    /// Sends it once, without a body: `restart` never carries `force`, which is what `reset` is for.
    public func send(_ action: PowerAction, to vps: VPSID, within limit: TimeSpan) async -> PowerOutcome {
        do {
            return HostUpClient.outcome(of: try await call(.action(action, vps), until: time.now() + limit))
        } catch {
            // Not reached the provider, not taken: it is safe to call it rejected, and to let the engine try again.
            return error.isUnsent ? .rejected(error.failure) : .unknown(error.failure)
        }
    }

    private static func outcome(of answer: Answer) -> PowerOutcome {
        let json: JSON
        do {
            json = try answer.success()
        } catch {
            return error.showsNothingWasDone ? .rejected(error) : .unknown(error)
        }
        guard let accepted = Operation.accepted(in: json) else {
            return .unknown(answer.undecodable("JSON without a readable operation"))
        }
        return .accepted(accepted.operation, requestID: answer.requestID)
    }

    public func poll(_ operation: Operation, within limit: TimeSpan) async -> OperationReading {
        // The path may come from a journal, so it is checked again.
        guard let path = operation.pollPath.flatMap({ PollPath.job($0) }) ?? PollPath.job(id: operation.jobID) else {
            return .indeterminate("the operation has no path that can be asked")
        }
        do {
            let (json, _) = try await read(.job(path: path), until: time.now() + limit)
            return JobBody(json: json).reading(of: operation.jobID)
        } catch {
            return HostUpClient.reading(after: error)
        }
    }

    /// What passes by itself leaves the operation as it was; it is asked again until its deadline.
    private static func reading(after failure: ProviderFailure) -> OperationReading {
        failure.mayPass ? .underway("not known now: \(failure)") : .indeterminate(failure.description)
    }
}

extension ProviderFailure {
    /// A 4xx says that nothing was done, but for one: `upstream_failed`, which the provider also sends with 409, is said
    /// after something behind the API was asked.
    var showsNothingWasDone: Bool {
        guard let status, (400..<500).contains(status) else { return false }
        return code?.hasPrefix("upstream_") != true
    }

    /// Whether it may pass by itself, so that asking again later makes sense.
    var mayPass: Bool {
        switch kind {
        case .transport, .rateLimited, .server, .conflict: true
        case .unauthorized, .forbidden, .notFound, .unexpectedStatus, .undecodable, .refusedByChecker: false
        }
    }
}

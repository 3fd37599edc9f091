/// The provider's API, from a request to what is done about it. The order is that of a careful server: does the path
/// exist, is the method right, who asks, how often, may they, does the VPS exist, is the body right, and then the work.
struct API: Sendable {
    let world: World

    /// Answers `request`, whatever is wrong with it.
    func answer(_ request: APIRequest) async -> Answer {
        guard let route = Route(path: request.path) else {
            return Problem.notFound.answer(isV1: !request.path.hasPrefix("/api/v2"), path: request.path)
        }
        let vps = await vps(of: route)
        if let broken = await FaultInjection(world: world, route: route, vps: vps).before(request) { return broken }
        let answer = await served(request, route)
        return FaultInjection(world: world, route: route, vps: vps).after(answer)
    }

    /// The id of the VPS that `route` is about, through its job or its `vmid` where it must be.
    func vps(of route: Route) async -> String? {
        switch route {
        case .list: nil
        case .get(let id), .details(let id), .status(let id), .maintenance(let id), .metrics(let id),
            .power(let id, _), .agentExec(let id):
            id
        case .job(let job): world.operations.job(job)?.guest.id
        case .agentExecV1(let vmid): world.guest(vmid: vmid)?.description.id
        }
    }

    private func served(_ request: APIRequest, _ route: Route) async -> Answer {
        func problem(_ problem: Problem) -> Answer { problem.answer(isV1: route.isV1, path: request.path) }
        guard route.methods.contains(request.method) else {
            return problem(.methodNotAllowed).header("Allow", route.methods.joined(separator: ", "))
        }
        guard let token = token(in: request, isV1: route.isV1), let scopes = world.tokens[token] else {
            return problem(.unauthorized).header("WWW-Authenticate", "Bearer")
        }
        let reading = world.limiter.count(token: token)
        var answer: Answer
        if reading.isExceeded {
            answer = problem(.rateLimited).header("Retry-After", String(reading.retryAfter()))
        } else if scopes.isDisjoint(with: route.scopes(method: request.method, query: request.query)) {
            answer = problem(.forbidden)
        } else {
            do throws(Problem) {
                answer = try await work(request, route)
            } catch {
                answer = problem(error)
            }
        }
        answer.headers += reading.headers
        return answer
    }

    /// v2 takes a bearer token only; v1 also its own header.
    private func token(in request: APIRequest, isV1: Bool) -> String? {
        request.bearer ?? (isV1 ? request.key : nil)
    }

    private func work(_ request: APIRequest, _ route: Route) async throws(Problem) -> Answer {
        switch route {
        case .list: try await list(request)
        case .get(let id): .json(200, try await view(id, .get).summary)
        case .details(let id): .json(200, try await view(id, .details).details)
        case .status(let id): .json(200, try await view(id, .status).status)
        case .maintenance(let id): .json(200, try await view(id, .maintenance).maintenance)
        case .metrics(let id): .json(200, try await metrics(id, request))
        case .power(let id, let verb): try await power(id, verb, request)
        case .job(let id): try job(id)
        case .agentExec(let id):
            try await AgentExec(world: world, guest: try guest(id), isV1: false).answer(request)
        case .agentExecV1(let vmid):
            try await AgentExec(world: world, guest: try guest(vmid: vmid), isV1: true).answer(request)
        }
    }

    private func guest(_ id: String) throws(Problem) -> any Guest {
        guard let guest = world.guest(id: id) else { throw .vpsNotFound }
        return guest
    }

    private func guest(vmid: Int) throws(Problem) -> any Guest {
        guard let guest = world.guest(vmid: vmid) else { throw .vpsNotFound }
        return guest
    }

    private func view(_ id: String, _ endpoint: Endpoint) async throws(Problem) -> PlatformView {
        await world.view(of: try guest(id), for: endpoint)
    }
}

extension Problem: Error {}

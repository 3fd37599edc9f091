public import Engine

extension HostUpClient {
    /// Reads `/{id}`, `/status` and `/maintenance`, and `/details` only where the first two carry no gate for an action
    /// in `wanting`. All must answer 2xx: half an inspection is none. The three go out together, for a guest is down while
    /// they are under way.
    public func inspect(
        _ vps: VPSID,
        wanting: [PowerAction],
        within limit: TimeSpan
    ) async -> Result<Inspection, ProviderFailure> {
        let startedAt = time.now()
        let deadline = startedAt + limit
        async let resourceRead = attempt(.vps(vps), until: deadline)
        async let liveRead = attempt(.status(vps), until: deadline)
        async let maintenanceRead = attempt(.maintenance(vps), until: deadline)
        do {
            let (resource, live) = (try await resourceRead.get(), try await liveRead.get())
            var bodies = [resource, live]
            let served = Set(bodies.flatMap(\.gates).map(\.name))
            if !wanting.allSatisfy({ served.contains($0.gateName) }),
                let details = try await detailsIfServed(vps, until: deadline)
            {
                bodies.append(details)
            }
            let maintenance = try await maintenanceRead.get()
            return .success(Inspection(startedAt: startedAt, bodies: bodies, live: live, maintenance: maintenance))
        } catch {
            return .failure(error)
        }
    }

    public func status(of vps: VPSID, within limit: TimeSpan) async -> Result<StatusReading, ProviderFailure> {
        do {
            return .success(try await body(.status(vps), until: time.now() + limit).status)
        } catch {
            return .failure(error)
        }
    }

    /// What `GET /{id}` says of one VPS, for people; `isDetailed` asks `/details` instead.
    public func describe(
        _ vps: VPSID,
        isDetailed: Bool = false,
        within limit: TimeSpan
    ) async -> Result<VPSReading, ProviderFailure> {
        do {
            return .success(try await body(isDetailed ? .details(vps) : .vps(vps), until: time.now() + limit).reading)
        } catch {
            return .failure(error)
        }
    }

    public func maintenance(of vps: VPSID, within limit: TimeSpan) async -> Result<MaintenanceReading, ProviderFailure>
    {
        do {
            return .success(MaintenanceReading(try await body(.maintenance(vps), until: time.now() + limit).json))
        } catch {
            return .failure(error)
        }
    }

    public func metrics(
        of vps: VPSID,
        over timeframe: Timeframe,
        within limit: TimeSpan
    ) async -> Result<MetricsReading, ProviderFailure> {
        do throws(ProviderFailure) {
            let (json, answer) = try await read(.metrics(vps, timeframe), until: time.now() + limit)
            guard let metrics = MetricsReading(json) else { throw answer.undecodable("JSON without samples") }
            return .success(metrics)
        } catch {
            return .failure(error)
        }
    }

    /// A 404 is an account whose API has no such endpoint, and then no gate there either. Any other failure might hide
    /// a gate that denies.
    private func detailsIfServed(_ vps: VPSID, until deadline: Timestamp) async throws(ProviderFailure) -> VPSBody? {
        do {
            return try await body(.details(vps), until: deadline)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    private func attempt(_ endpoint: Endpoint, until deadline: Timestamp) async -> Result<VPSBody, ProviderFailure> {
        do {
            return .success(try await body(endpoint, until: deadline))
        } catch {
            return .failure(error)
        }
    }

    private func body(_ endpoint: Endpoint, until deadline: Timestamp) async throws(ProviderFailure) -> VPSBody {
        let (json, answer) = try await read(endpoint, until: deadline)
        guard json.isObject else { throw answer.undecodable("JSON that is \(json.typeName) and not an object") }
        return VPSBody(json: json, source: endpoint.name, requestID: answer.requestID)
    }
}

import FoundationEssentials

extension API {
    private static let cursorPrefix = "cur_"
    private static let defaultPage = 50

    /// A page of the account's VPSs. The cursor names the last one of the page before.
    func list(_ request: APIRequest) async throws(Problem) -> Answer {
        if let unknown = request.query.keys.sorted().first(where: { $0 != "limit" && $0 != "cursor" }) {
            throw .invalid("Unknown query parameter `\(unknown)`.")
        }
        let limit = request.query["limit"].map { Int($0) ?? 0 } ?? Self.defaultPage
        guard (1...100).contains(limit) else { throw .invalid("`limit` must be an integer from 1 to 100.") }
        let rest = world.guests.dropFirst(try start(request.query["cursor"]))
        var page: [JSON] = []
        for guest in rest.prefix(limit) { page.append(await world.view(of: guest, for: .list).listed) }
        let last = rest.prefix(limit).last?.description.id ?? ""
        return .json(
            200,
            ["data": .array(page), "nextCursor": rest.count > limit ? .string(Self.cursorPrefix + last) : .null]
        )
    }

    /// How many guests come before the page that `cursor` asks for.
    private func start(_ cursor: String?) throws(Problem) -> Int {
        guard let cursor else { return 0 }
        let id = cursor.dropFirst(Self.cursorPrefix.count)
        guard cursor.hasPrefix(Self.cursorPrefix),
            let index = world.guests.firstIndex(where: { $0.description.id == id })
        else { throw .invalid("`cursor` is not one that this API gave out.") }
        return index + 1
    }

    /// Five samples, evenly over the timeframe.
    func metrics(_ id: String, _ request: APIRequest) async throws(Problem) -> JSON {
        guard world.guest(id: id) != nil else { throw .vpsNotFound }
        let spans: [String: TimeInterval] = [
            "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000, "year": 31_536_000,
        ]
        let timeframe = request.query["timeframe"] ?? "hour"
        guard let span = spans[timeframe] else {
            throw .invalid("`timeframe` must be one of hour, day, week, month, year.")
        }
        let now = Date.now
        let samples = (0..<5).map { index -> JSON in
            let time = now.addingTimeInterval(span * Double(index - 4) / 5)
            return [
                "recordedAt": .string(Identifiers.time(time)), "cpuUsagePercent": 3.5, "memoryUsagePercent": 92,
                "diskReadMbPerSecond": 0.1, "diskWriteMbPerSecond": 0.2, "networkInboundKbPerSecond": 12,
                "networkOutboundKbPerSecond": 8,
            ]
        }
        return ["id": .string(id), "timeframe": .string(timeframe), "samples": .array(samples)]
    }

    func job(_ id: String) throws(Problem) -> Answer {
        guard let job = world.operations.job(id) else { throw .notFound }
        return .json(200, V1Envelope.success(job.details))
    }
}

/// The first version's envelope around an answer.
enum V1Envelope {
    static func success(_ data: JSON) -> JSON {
        [
            "success": true, "requestId": .string(Identifiers.uuid()), "timestamp": .string(Identifiers.time()),
            "data": data,
        ]
    }
}

import Engine

/// Reads all targets, a stretch a visit: the engine's thread is held up for some hundred microseconds at a time, and takes what
/// came meanwhile in between. Each stretch is of one moment; the whole spans some milliseconds.
struct FleetReader: Sendable {
    /// At two probes a target a visit takes 0.2 ms.
    static let stretch = 500

    let queue: EventQueue

    /// Gathers what `take` makes of each stretch. Where the fleet changes meanwhile, it starts anew, so that the whole is of one
    /// fleet: a reload takes far longer than a reading.
    func read<Result>(_ empty: Result, _ take: (inout Result, FleetSlice) -> Void) async -> Result {
        var result = empty
        var next = 0
        var epoch: UInt32?
        while true {
            let start = next
            let slice = await visit { engine, now in engine.slice(start..<start + FleetReader.stretch, at: now) }
            guard epoch == nil || epoch == slice.epoch else {
                (result, next, epoch) = (empty, 0, nil)
                continue
            }
            take(&result, slice)
            guard !slice.isLast else { return result }
            (next, epoch) = (slice.range.upperBound, slice.epoch)
        }
    }

    /// How many targets are in each state.
    func count() async -> [EngineView.TargetCondition: Int] {
        var counts: [EngineView.TargetCondition: Int] = [:]
        var next = 0
        while true {
            let start = next
            // Twenty times as many: nothing is copied.
            let wanted = start..<start + FleetReader.stretch * 20
            let conditions = await visit { engine, now in engine.conditions(of: wanted, at: now) }
            for condition in conditions { counts[condition, default: 0] += 1 }
            guard conditions.count == wanted.count else { return counts }
            next = wanted.upperBound
        }
    }

    /// At most so many, those first that most need a person; of one state in the order of the configuration.
    ///
    /// All are looked at in one visit, at their states alone, and only those that are wanted are copied: of 10,000 that is 1 % of
    /// what reading them takes. Few enough are of the same moment.
    func worst(_ limit: Int) async -> [FleetSlice.Summary] {
        while true {
            let (wanted, first) = await visit { engine, now in
                let wanted = engine.worst(limit, at: now)
                return (wanted, engine.summaries(of: wanted.prefix(FleetReader.stretch), at: now))
            }
            let more = await summaries(of: wanted.dropFirst(FleetReader.stretch), in: first.epoch)
            if let more { return first.summaries + more }
        }
    }

    /// A stretch a visit; nil where the fleet is another one meanwhile.
    private func summaries(of wanted: ArraySlice<Int>, in epoch: UInt32) async -> [FleetSlice.Summary]? {
        var (rest, found) = (wanted, [FleetSlice.Summary]())
        while !rest.isEmpty {
            let next = rest.prefix(FleetReader.stretch)
            let read = await visit { engine, now in engine.summaries(of: next, at: now) }
            guard read.epoch == epoch else { return nil }
            found += read.summaries
            rest = rest.dropFirst(FleetReader.stretch)
        }
        return found
    }

    /// Asks the engine something between two steps.
    func visit<Answer: Sendable>(_ ask: @escaping @Sendable (borrowing Engine, Timestamp) -> Answer) async -> Answer {
        await withCheckedContinuation { continuation in
            queue.post(.visit { engine, now in continuation.resume(returning: ask(engine, now)) })
        }
    }
}

extension Engine {
    /// Indices of targets.
    fileprivate func worst(_ limit: Int, at now: Timestamp) -> [Int] {
        var found: [EngineView.TargetCondition: [Int]] = [:]
        for (index, condition) in conditions(of: 0..<Int.max, at: now).enumerated()
        where found[condition, default: []].count < limit {
            found[condition, default: []].append(index)
        }
        return Array(EngineView.TargetCondition.worstFirst.flatMap { found[$0] ?? [] }.prefix(limit))
    }

    fileprivate func summaries(
        of wanted: ArraySlice<Int>,
        at now: Timestamp
    ) -> (epoch: UInt32, summaries: [FleetSlice.Summary]) {
        (epoch, wanted.flatMap { slice($0..<$0 + 1, at: now).summaries })
    }
}

/// Views of stretches that were read, made one by one.
struct SliceViews<View>: IteratorProtocol, Sendable {
    private let slices: [FleetSlice]
    private let view: @Sendable (FleetSlice.Summary) -> View?
    private var slice = 0
    private var summaries: ArraySlice<FleetSlice.Summary> = []

    init(_ slices: [FleetSlice], _ view: @escaping @Sendable (FleetSlice.Summary) -> View?) {
        self.slices = slices
        self.view = view
    }

    mutating func next() -> View? {
        while true {
            while let summary = summaries.popFirst() {
                if let view = view(summary) { return view }
            }
            guard slice < slices.count else { return nil }
            summaries = slices[slice].summaries[...]
            slice += 1
        }
    }
}

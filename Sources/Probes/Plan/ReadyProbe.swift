import Engine
import Transfer

/// A probe made ready once, when the plan was made, and started many times: patterns are compiled and requests prepared.
protocol ReadyProbe: Sendable {
    /// Puts its start into the batch, or answers at once. `completion` is called exactly once, on whatever thread the
    /// answer comes to.
    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void)
}

/// Starts that are given to the loops together: waking a loop costs more than a start.
struct StartBatch: Sendable {
    var transfers: [TransferStart] = []
    var echoes: [EchoRequest] = []
    /// Whether what is put in next is to confirm something, and so keeps nothing of earlier runs.
    var isConfirming = false
}

/// Makes probes ready and starts them: `Probers` in life.
protocol ProbeMaker: Sendable {
    func ready(_ probe: PlannedProbe) -> any ReadyProbe
    func start(_ batch: StartBatch)
}

/// What a probe found: an observation but for its address and its times.
struct Finding: Hashable, Sendable {
    var result: ProbeResult
    var signs: SignsOfLife
    var remote: IPAddress?
    var measures: Measures
    var particulars = Particulars()

    init(
        _ result: ProbeResult,
        signs: SignsOfLife = [],
        remote: IPAddress? = nil,
        measures: Measures = Measures()
    ) {
        self.result = result
        self.signs = signs
        self.remote = remote
        self.measures = measures
    }

    func observation(of probe: ProbeAddress, startedAt: Timestamp, endedAt: Timestamp) -> Observation {
        var observation = Observation(
            probe: probe,
            startedAt: startedAt,
            endedAt: endedAt,
            result: result,
            signs: signs,
            remote: remote,
            measures: measures
        )
        observation.particulars = particulars
        return observation
    }
}

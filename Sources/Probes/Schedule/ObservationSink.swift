public import Engine

/// Where observations go.
public protocol ObservationSink: Sendable {
    /// Called from the probes' own threads, never from two at once, each probe's observations in order. It must be cheap:
    /// while it runs, probes wait.
    func observationsArrived(_ batch: [Observation])
}

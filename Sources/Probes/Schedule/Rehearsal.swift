package import Transfer

/// The schedule and everything after it without a network: turns are taken when told, and each transfer is answered at once
/// with the same response. Made for counting what a probe costs beside its transfer.
package final class Rehearsal: Sendable {
    private let scheduler: ProbeScheduler

    /// `plan` holds probes carried out by transfers alone.
    package init(
        plan: ProbePlan,
        answer: TransferResponse,
        clock: any SteadyClock,
        sink: any ObservationSink
    ) throws {
        let transfers = try TransferLoop()
        let probers = Probers(transfers: transfers, echoes: try EchoLoop(), clock: clock)
        let maker = RehearsedMaker(probers: probers, answer: answer)
        scheduler = ProbeScheduler(plan: plan, maker: maker, loop: transfers, clock: clock, sink: sink)
        scheduler.begin()
    }

    /// Takes every turn that has come by the clock.
    package func takeTurns() { _ = scheduler.takeTurn() }
}

/// The real probes, started on nothing.
private struct RehearsedMaker: ProbeMaker {
    let probers: Probers
    let answer: TransferResponse

    func ready(_ probe: PlannedProbe) -> any ReadyProbe { probers.ready(probe) }

    func start(_ batch: StartBatch) {
        for start in batch.transfers { start.completion(.success(answer)) }
    }
}

import Engine
import Synchronization
import Transfer

/// Of a probe that keeps its connection or session: when it begins anew.
///
/// One connection a probe, of which the last run of a round takes leave, so that the fresh one finds nothing to replace.
final class FreshTurns: Sendable {
    private let round: Int
    private let runs = Atomic<Int>(0)

    init(_ reuse: ConnectionReuse) {
        round = max(2, reuse.freshEvery)
    }

    /// For the next run by the probe's pace. On a kept connection it has half the time, so that a fresh one has the other half.
    func next(deadline: Int) -> RunTerms {
        let turn = runs.add(1, ordering: .relaxed).oldValue % round
        return RunTerms(isFresh: turn == 0, isKept: turn < round - 1, deadline: turn == 0 ? nil : deadline / 2)
    }

    /// Something failed: the next run takes nothing for granted.
    func beginAnew() {
        runs.store(0, ordering: .relaxed)
    }
}

import Engine
import HostUp
import Probes

/// The daemon's one clock for the API's client too, so that an inspection's age and the engine's deadlines count on one
/// scale.
struct SharedTime: Timekeeper {
    let clock: any SteadyClock

    func now() -> Timestamp { clock.now() }

    func sleep(until deadline: Timestamp) async {
        let rest = (deadline - now()).milliseconds
        guard rest > 0 else { return }
        // The only error is cancellation, and the contract is to return then.
        try? await Task.sleep(for: .milliseconds(rest))
    }
}

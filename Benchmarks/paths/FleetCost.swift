import Engine
import Fleets
import Glibc

/// What the engine alone costs in a fleet too large for one machine's probes.
struct FleetCost {
    let size: Int

    func measure() {
        let before = FleetCost.residentBytes()
        let fleet = Fleet(size: size, rules: [Fleet.hung])
        let withPolicy = FleetCost.residentBytes()
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        var engine = Engine(policy: fleet.policy, now: now)
        let rounds = size * 3
        let perMillisecond = max(1, rounds / 10_000)
        func step(_ index: Int) {
            if index % perMillisecond == 0 { now = now + .milliseconds(1) }
            _ = engine.step(.observationArrived(fleet.observation(index, at: now)), now: now)
        }
        for index in 0..<rounds * 2 { step(index) }
        let withState = FleetCost.residentBytes()
        let began = ContinuousClock.now
        for index in rounds * 2..<rounds * 3 { step(index) }
        let took = (ContinuousClock.now - began).components
        let nanoseconds = (Double(took.seconds) * 1e9 + Double(took.attoseconds) / 1e9) / Double(rounds)
        print(
            """
            {"targets": \(size), "probes_a_target": 3, "nanoseconds_a_step": \(Int(nanoseconds.rounded())), \
            "configuration_bytes_a_target": \((withPolicy - before) / size), \
            "state_bytes_a_target": \((withState - withPolicy) / size)}
            """
        )
    }

    /// Anonymous memory that is in use now, from proc(5).
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var (pages, resident, shared) = (0, 0, 0)
        _ = withUnsafeMutablePointer(to: &pages) { pages in
            withUnsafeMutablePointer(to: &resident) { resident in
                withUnsafeMutablePointer(to: &shared) { shared in
                    withVaList([pages, resident, shared]) { vfscanf(file, "%ld %ld %ld", $0) }
                }
            }
        }
        return (resident - shared) * sysconf(Int32(_SC_PAGESIZE))
    }
}

// What one step of the engine costs: time in blocks, of which the median is told, and allocations, counted exactly.
//
//   swift run -c release step-cost [TARGETS]

import Allocations
import Engine
import Fleets

let size = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let fleet = Fleet(size: size, rules: [Fleet.hung])
let bench = StepBench(fleet: fleet)
print("The engine's step at \(size) targets, \(size * 3) probes")
bench.measure("an observation that is up, as before") { _ in true }
bench.measure("one target in ten is down without its rule holding", isMixed: true) { $0 % 10 != 0 }
StormBench(fleet: fleet, down: size * 29 / 100).measure()
StormBench(fleet: fleet, down: size * 40 / 100).measure()
StormBench(fleet: fleet, down: size).measure()

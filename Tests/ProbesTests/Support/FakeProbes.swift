import Engine
import Synchronization

@testable import Probes

/// A probe that ends when the test says so.
final class HeldProbe: ReadyProbe, Sendable {
    private let completions = Mutex<[@Sendable (Finding) -> Void]>([])
    private let startCount = Mutex(0)

    var starts: Int { startCount.withLock { $0 } }

    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        startCount.withLock { $0 += 1 }
        completions.withLock { $0.append(completion) }
    }

    /// Ends the oldest start under way.
    func end(_ result: ProbeResult = .up) {
        completions.withLock { $0.isEmpty ? nil : $0.removeFirst() }?(Finding(result))
    }
}

/// A probe that is up at once.
struct InstantProbe: ReadyProbe {
    func start(in batch: inout StartBatch, _ completion: @escaping @Sendable (Finding) -> Void) {
        completion(Finding(.up))
    }
}

/// Gives each probe the stand-in of its name, an instant one where there is none.
struct FakeMaker: ProbeMaker {
    var held: [String: HeldProbe] = [:]

    func ready(_ probe: PlannedProbe) -> any ReadyProbe {
        held[probe.definition.name] ?? InstantProbe()
    }

    func start(_ batch: StartBatch) {}
}

/// Keeps what arrived, and lets a test wait for it.
final class Collector: ObservationSink, Sendable {
    private let kept = Mutex<[[Observation]]>([])

    var batches: [[Observation]] { kept.withLock { $0 } }
    var observations: [Observation] { batches.flatMap { $0 } }

    func observationsArrived(_ batch: [Observation]) {
        kept.withLock { $0.append(batch) }
    }
}

extension PlannedProbe {
    /// A probe of the target at `target`, which is what `name` stands for unless told otherwise.
    static func sample(
        _ name: String = "icmp",
        target: Int = 0,
        epoch: UInt32 = 1,
        every interval: TimeSpan = .seconds(10),
        timeout: TimeSpan = .seconds(1),
        check: Check = .icmp(ICMPCheck(host: "192.0.2.1"))
    ) -> PlannedProbe {
        PlannedProbe(
            address: ProbeAddress(owner: .target(target), probe: 0, epoch: epoch),
            definition: ProbeDefinition(name: name, interval: interval, timeout: timeout, check: check),
            vps: VPSID("vps_\(target)")
        )
    }
}

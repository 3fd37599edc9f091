import Engine
import Exposition
import HostUp
import Probes

@testable import Daemon

/// A page of one target with one probe, unless a test says otherwise.
struct SamplePage {
    var targets = [Sample.target]
    var result = ProbeResult.up
    var meters = Meters()
    let now = StoppedClock().now()

    func engine() -> Engine {
        var policy = Sample.policy
        policy.targets = targets
        var engine = Engine(policy: policy, now: now)
        for index in targets.indices {
            for probe in targets[index].probes.indices {
                var observation = Sample.observation(result, at: now)
                observation.probe = ProbeAddress(owner: .target(index), probe: probe, epoch: 0)
                _ = engine.step(.observationArrived(observation), now: now)
            }
        }
        return engine
    }

    func page(of engine: Engine? = nil) -> MetricsPage {
        let engine = engine ?? self.engine()
        return MetricsPage(
            view: engine.view(now: now),
            rows: FleetRows(of: engine, at: now),
            counted: meters.current,
            usage: ProviderUsage(requests: [], rateLimitRemaining: 42, rateLimit: 100),
            receivers: ["oncall"],
            process: .current(),
            version: "1.2.3"
        )
    }

    func text(of engine: Engine? = nil) -> String {
        String(decoding: page(of: engine).render(.text), as: UTF8.self)
    }
}

extension FleetRows {
    init(of engine: Engine, at now: Timestamp) {
        self.init()
        append(engine.slice(0..<engine.view(now: now).targets, at: now), LabelShelf())
    }
}

extension MetricsPage {
    func render(_ format: ExpositionFormat) -> [UInt8] { Array(parts(format).joined()) }
}

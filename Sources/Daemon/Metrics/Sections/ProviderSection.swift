import Exposition
import HostUp

struct ProviderSection {
    let usage: ProviderUsage
    /// Unix seconds.
    let lastSweepAt: Double?

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.requests)
        for request in usage.requests {
            writer.sample(request.count, ["endpoint": request.endpoint, "code": request.code])
        }
        writer.family(Families.rateLimit)
        if let remaining = usage.rateLimitRemaining { writer.sample(remaining) }
        writer.family(Families.rateLimitSize)
        if let limit = usage.rateLimit { writer.sample(limit) }
        writer.family(Families.lastSweep)
        if let lastSweepAt { writer.sample(lastSweepAt) }
    }
}

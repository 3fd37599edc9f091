import Exposition
import Probes

/// How the probes' resolver fares: its failures are its own, and no target's.
struct ResolverSection {
    let statistics: ResolverStatistics

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.resolverLookups)
        writer.sample(statistics.answered, ["result": "answered"])
        writer.sample(statistics.noAddress, ["result": "no_address"])
        writer.sample(statistics.failed, ["result": "failed"])
        writer.family(Families.resolverEntries)
        writer.sample(UInt64(statistics.entries))
        writer.family(Families.resolverFailing)
        writer.sample(UInt64(statistics.failing))
        writer.family(Families.resolverStale)
        writer.sample(statistics.staleAnswers)
    }
}

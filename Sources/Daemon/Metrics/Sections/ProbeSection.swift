import Engine
import Exposition
import Probes

/// What probes of all kinds have.
enum ProbeSection {
    static let blocks = results + addresses + pattern

    private static let results: [PageBlock] =
        .family(Families.probeSuccess) { row, writer in writer.sample(row.isUp ? 1 : 0, row.labels) }
        + .family(Families.probeDuration) { row, writer in
            writer.sample(microseconds: row.measures.duration, row.labels)
        }
        + .family(Families.probeProven) { row, writer in writer.sample(row.isProven ? 1 : 0, row.labels) }
        + .family(Families.probeStart) { row, writer in
            writer.sample(milliseconds: row.startedAt.milliseconds, row.labels)
        }

    private static let addresses: [PageBlock] =
        .directFamily(Families.lookupTime) { row, writer in
            writer.sample(microseconds: row.measures.resolve ?? 0, row.labels)
        }
        + .directFamily(Families.addressProtocol) { row, writer in
            writer.sample(row.particulars.address.map { $0.isV4 ? 4 : 6 } ?? 0, row.labels)
        }
        + .directFamily(Families.addressHash) { row, writer in
            writer.sample(row.particulars.address?.fnv1a ?? 0, row.labels)
        }

    private static let pattern: [PageBlock] = .directFamily(Families.failedDueToPattern) { row, writer in
        if row.kind != .icmp { writer.sample(row.failedForText ? 1 : 0, row.labels) }
    }
}

extension [PageBlock] {
    /// An agent is asked through the provider: there is no address and no text of a guest's.
    fileprivate static func directFamily(
        _ family: MetricFamily,
        probes: @escaping @Sendable (ProbeRow, inout MetricsWriter) -> Void
    ) -> [PageBlock] {
        .family(family) { row, writer in
            if row.kind != .agent { probes(row, &writer) }
        }
    }
}

/// What is counted over all probes.
struct ProbeCountSection {
    let counted: ProbeStatistics

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.probes)
        for tally in counted.tallies {
            for (result, count) in [("up", tally.up), ("down", tally.down), ("unknown", tally.unknown)] {
                writer.sample(count, ["kind": tally.kind, "result": result])
            }
        }
        writer.family(Families.skippedTurns)
        writer.sample(counted.schedule.skippedTurns)
        writer.family(Families.scheduleLag)
        writer.sample(Histogram(counted.schedule.lag))
    }
}

extension IPAddress {
    /// FNV-1a of 32 bits over the address' bytes, four or sixteen: the hash blackbox_exporter takes.
    var fnv1a: UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        func take(_ word: UInt64, bytes: UInt64) {
            for index in (0..<bytes).reversed() {
                hash = (hash ^ UInt32(truncatingIfNeeded: word >> (index * 8) & 0xFF)) &* 0x0100_0193
            }
        }
        if !isV4 { take(high, bytes: 8) }
        take(low, bytes: isV4 ? 4 : 8)
        return hash
    }
}

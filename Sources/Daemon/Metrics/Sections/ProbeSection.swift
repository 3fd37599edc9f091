import Engine
import Exposition
import Probes

/// What probes of all kinds have.
struct ProbeSection {
    let rows: [ProbeRow]
    let counted: ProbeStatistics

    func write(to writer: inout MetricsWriter) {
        writeResults(&writer)
        // An agent is asked through the provider: there is no address and no text of a guest's.
        let direct = rows.filter { $0.kind != "agent" }
        writeAddresses(direct, &writer)
        writer.family(Families.failedDueToPattern)
        for row in direct where row.kind != "icmp" {
            writer.sample(ProbeSection.isForText(row.latest.result) ? 1 : 0, row.labels)
        }
        writeCounts(&writer)
    }

    private func writeResults(_ writer: inout MetricsWriter) {
        writer.family(Families.probeSuccess)
        for row in rows { writer.sample(row.latest.result == .up ? 1 : 0, row.labels) }
        writer.family(Families.probeDuration)
        for row in rows { writer.sample(microseconds: row.latest.measures.duration, row.labels) }
        writer.family(Families.probeProven)
        for row in rows { writer.sample(row.isProven ? 1 : 0, row.labels) }
        writer.family(Families.probeStart)
        for row in rows { writer.sample(row.latest.startedAt.unixSeconds, row.labels) }
    }

    private func writeAddresses(_ rows: [ProbeRow], _ writer: inout MetricsWriter) {
        writer.family(Families.lookupTime)
        for row in rows { writer.sample(microseconds: row.latest.measures.resolve ?? 0, row.labels) }
        writer.family(Families.addressProtocol)
        for row in rows {
            let address = row.latest.particulars.address
            writer.sample(address.map { $0.isV4 ? 4 : 6 } ?? 0, row.labels)
        }
        writer.family(Families.addressHash)
        for row in rows { writer.sample(row.latest.particulars.address?.fnv1a ?? 0, row.labels) }
    }

    /// Connected and answered, but not with the words that were expected.
    private static func isForText(_ result: ProbeResult) -> Bool {
        switch result.reason?.code {
        case .unexpectedBody, .unexpectedBanner: true
        case _: false
        }
    }

    private func writeCounts(_ writer: inout MetricsWriter) {
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

import Engine
import Exposition

struct ICMPSection {
    let rows: [ProbeRow]

    private static let resolve: RenderedLabels = ["phase": "resolve"]
    private static let setup: RenderedLabels = ["phase": "setup"]
    private static let roundTrip: RenderedLabels = ["phase": "rtt"]

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.icmpDuration)
        for row in rows {
            let measures = row.latest.measures
            writer.sample(microseconds: measures.resolve ?? 0, row.labels, ICMPSection.resolve)
            writer.sample(microseconds: measures.roundTrip ?? 0, row.labels, ICMPSection.roundTrip)
            // One socket serves all targets: none is set up for a round.
            writer.sample(0, row.labels, ICMPSection.setup)
        }
        writer.family(Families.icmpHopLimit)
        for row in rows {
            if let limit = row.latest.particulars.hopLimit { writer.sample(limit, row.labels) }
        }
        writer.family(Families.icmpLoss)
        for row in rows {
            guard let sent = row.latest.measures.echoesSent, sent > 0 else { continue }
            writer.sample(1 - Double(row.latest.measures.echoesReceived ?? 0) / Double(sent), row.labels)
        }
    }
}

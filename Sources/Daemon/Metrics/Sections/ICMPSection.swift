import Engine
import Exposition

enum ICMPSection {
    static let blocks: [PageBlock] =
        .family(Families.icmpDuration, of: .icmp) { row, writer in
            writer.sample(microseconds: row.measures.resolve ?? 0, row.labels, resolve)
            writer.sample(microseconds: row.measures.roundTrip ?? 0, row.labels, roundTrip)
            // One socket serves all targets: none is set up for a round.
            writer.sample(0, row.labels, setup)
        }
        + .family(Families.icmpHopLimit, of: .icmp) { row, writer in
            if let limit = row.particulars.hopLimit { writer.sample(limit, row.labels) }
        }
        + .family(Families.icmpLoss, of: .icmp) { row, writer in
            guard let sent = row.measures.echoesSent, sent > 0 else { return }
            writer.sample(1 - Double(row.measures.echoesReceived ?? 0) / Double(sent), row.labels)
        }

    private static let resolve: RenderedLabels = ["phase": "resolve"]
    private static let setup: RenderedLabels = ["phase": "setup"]
    private static let roundTrip: RenderedLabels = ["phase": "rtt"]
}

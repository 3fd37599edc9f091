import Engine
import Exposition

/// HTTP probes. blackbox_exporter shows every family for every probe, with 0 for what was not reached.
struct HTTPSection {
    let rows: [ProbeRow]

    private static let connect: RenderedLabels = ["phase": "connect"]
    private static let processing: RenderedLabels = ["phase": "processing"]
    private static let resolve: RenderedLabels = ["phase": "resolve"]
    private static let tls: RenderedLabels = ["phase": "tls"]
    private static let transfer: RenderedLabels = ["phase": "transfer"]

    func write(to writer: inout MetricsWriter) {
        writePhases(&writer)
        writer.family(Families.httpStatus)
        for row in rows { writer.sample(row.latest.measures.httpStatus ?? 0, row.labels) }
        writer.family(Families.httpVersion)
        for row in rows { writer.sample(Double(row.latest.particulars.httpVersion ?? 0) / 10, row.labels) }
        writer.family(Families.httpRedirects)
        for row in rows { writer.sample(row.latest.particulars.redirects, row.labels) }
        writer.family(Families.httpEncrypted)
        for row in rows { writer.sample(row.isEncryptedAnswer ? 1 : 0, row.labels) }
        writeLengths(&writer)
        writer.family(Families.lastModified)
        for row in rows {
            if let modified = row.latest.particulars.lastModified { writer.sample(modified, row.labels) }
        }
    }

    private func writePhases(_ writer: inout MetricsWriter) {
        writer.family(Families.httpDuration)
        for row in rows {
            let measures = row.latest.measures
            writer.sample(microseconds: measures.connect ?? 0, row.labels, HTTPSection.connect)
            writer.sample(microseconds: measures.processing ?? 0, row.labels, HTTPSection.processing)
            writer.sample(microseconds: measures.resolve ?? 0, row.labels, HTTPSection.resolve)
            writer.sample(microseconds: measures.tls ?? 0, row.labels, HTTPSection.tls)
            writer.sample(microseconds: measures.transfer ?? 0, row.labels, HTTPSection.transfer)
        }
    }

    private func writeLengths(_ writer: inout MetricsWriter) {
        writer.family(Families.contentLength)
        for row in rows { writer.sample(row.latest.particulars.contentLength ?? 0, row.labels) }
        writer.family(Families.bodyLength)
        for row in rows { writer.sample(row.latest.measures.bodyBytes ?? 0, row.labels) }
    }
}

extension ProbeRow {
    /// An answer came, and it came through TLS.
    fileprivate var isEncryptedAnswer: Bool {
        latest.particulars.isEncrypted && latest.measures.httpStatus != nil
    }
}

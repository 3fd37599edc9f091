import Engine
import Exposition

/// HTTP probes. blackbox_exporter shows every family for every probe, with 0 for what was not reached.
enum HTTPSection {
    static let blocks = durations + answers + lengths

    private static let connect: RenderedLabels = ["phase": "connect"]
    private static let processing: RenderedLabels = ["phase": "processing"]
    private static let resolve: RenderedLabels = ["phase": "resolve"]
    private static let tls: RenderedLabels = ["phase": "tls"]
    private static let transfer: RenderedLabels = ["phase": "transfer"]

    private static let durations: [PageBlock] = .family(Families.httpDuration, of: .http) { row, writer in
        writer.sample(microseconds: row.measures.connect ?? 0, row.labels, connect)
        writer.sample(microseconds: row.measures.processing ?? 0, row.labels, processing)
        writer.sample(microseconds: row.measures.resolve ?? 0, row.labels, resolve)
        writer.sample(microseconds: row.measures.tls ?? 0, row.labels, tls)
        writer.sample(microseconds: row.measures.transfer ?? 0, row.labels, transfer)
    }

    private static let answers: [PageBlock] =
        .family(Families.httpStatus, of: .http) { row, writer in
            writer.sample(row.measures.httpStatus ?? 0, row.labels)
        }
        + .family(Families.httpVersion, of: .http) { row, writer in
            writer.sample(tenths: row.particulars.httpVersion ?? 0, row.labels)
        }
        + .family(Families.httpRedirects, of: .http) { row, writer in
            writer.sample(row.particulars.redirects, row.labels)
        }
        + .family(Families.httpEncrypted, of: .http) { row, writer in
            // An answer came, and it came through TLS.
            let isEncrypted = row.particulars.isEncrypted && row.measures.httpStatus != nil
            writer.sample(isEncrypted ? 1 : 0, row.labels)
        }

    private static let lengths: [PageBlock] =
        .family(Families.contentLength, of: .http) { row, writer in
            writer.sample(row.particulars.contentLength ?? 0, row.labels)
        }
        + .family(Families.bodyLength, of: .http) { row, writer in
            writer.sample(row.measures.bodyBytes ?? 0, row.labels)
        }
        + .family(Families.lastModified, of: .http) { row, writer in
            if let modified = row.particulars.lastModified { writer.sample(modified, row.labels) }
        }
}

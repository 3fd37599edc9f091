import Engine
import Exposition

/// Probes that came through a handshake, whatever their kind.
struct TLSSection {
    let rows: [ProbeRow]

    private static let versions = Particulars.TLSVersion.allCases.map { version -> RenderedLabels in
        ["version": words(for: version)]
    }

    func write(to writer: inout MetricsWriter) {
        writer.family(Families.certificateExpiry)
        for row in rows {
            if let expiry = row.latest.measures.certificateExpiry { writer.sample(expiry, row.labels) }
        }
        writer.family(Families.tlsVersion)
        for row in rows {
            guard let version = row.latest.particulars.tlsVersion else { continue }
            writer.sample(1, row.labels, TLSSection.versions[Int(version.rawValue)])
        }
    }

    /// As blackbox_exporter writes them.
    private static func words(for version: Particulars.TLSVersion) -> String {
        switch version {
        case .tls10: "TLS 1.0"
        case .tls11: "TLS 1.1"
        case .tls12: "TLS 1.2"
        case .tls13: "TLS 1.3"
        }
    }
}

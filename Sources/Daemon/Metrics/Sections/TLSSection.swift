import Engine
import Exposition

/// Probes that came through a handshake, whatever their kind.
enum TLSSection {
    static let blocks: [PageBlock] =
        .family(Families.certificateExpiry) { row, writer in
            if let expiry = row.measures.certificateExpiry { writer.sample(expiry, row.labels) }
        }
        + .family(Families.tlsVersion) { row, writer in
            guard let version = row.particulars.tlsVersion else { return }
            writer.sample(1, row.labels, versions[Int(version.rawValue)])
        }

    private static let versions = Particulars.TLSVersion.allCases.map { version -> RenderedLabels in
        ["version": words(for: version)]
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

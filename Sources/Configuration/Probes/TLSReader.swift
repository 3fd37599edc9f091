internal import Engine

/// Reads how certificates are treated, from `tls` of an http probe or from a tls probe itself.
enum TLSReader {
    static func expectation(_ fields: Fields) -> TLSExpectation {
        TLSExpectation(
            verify: fields.flag("verify") ?? true,
            serverName: fields.parsed("server_name", HostSyntax.parse),
            caFile: fields.path("ca_file"),
            minimumValidity: fields.duration("min_validity")
        )
    }
}

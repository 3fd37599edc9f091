/// A TLS server name of its own: SNI and the verified name come from the URL's host, so that the server name stands there, while the
/// connection and the Host header go where the request says.
final class ServerName: Sendable {
    /// For CURLOPT_CONNECT_TO.
    let target: LineList?
    /// All header lines; nil where the request names its host itself, and for mere connections.
    let lines: LineList?

    init(_ endpoint: Endpoint, shape: TransferShape) {
        target = LineList(["::\(endpoint.authority)"])
        let isNamed = shape.request.headers.contains { $0.name.lowercased() == "host" }
        lines = endpoint.kind != .http || isNamed ? nil : LineList(["Host: \(endpoint.hostField)"], then: shape.lines)
    }
}

extension Endpoint {
    /// Of HTTPS.
    fileprivate var hostField: String {
        let bracketed = literal == .v6 ? "[\(host)]" : host
        return port == "443" ? bracketed : "\(bracketed):\(port)"
    }
}

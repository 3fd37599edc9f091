import Engine
import Transfer

/// The requests by which checks are carried out. Each takes a fresh connection unless told otherwise: a kept one proves
/// nothing of a kernel that no longer accepts.
extension TransferRequest {
    init(_ check: HTTPCheck, timeout: TimeSpan) {
        var headers = check.headers.map { (name: $0.name, value: $0.value) }
        if !headers.contains(where: { $0.name.lowercased() == "user-agent" }) {
            headers.append((name: "User-Agent", value: "defib"))
        }
        self.init(
            url: check.url,
            method: check.method,
            headers: headers,
            body: check.body.map { Array($0.utf8) },
            deadline: Int(timeout.milliseconds),
            maxBodyBytes: check.maxBodyBytes,
            family: Family(check.family),
            maxRedirects: check.maxRedirects,
            tls: TLSOptions(check.tls)
        )
        wantsBody = check.bodyContains != nil || check.bodyMatches != nil || check.json != nil
        wantsHeaders = false
    }

    init(_ check: TCPCheck, timeout: TimeSpan) {
        self.init(
            url: "tcp://\(TransferRequest.authority(check.host, check.port))",
            deadline: Int(timeout.milliseconds),
            family: Family(check.family),
            greetingBytes: check.banner?.utf8.count ?? 0
        )
    }

    init(_ check: TLSCheck, timeout: TimeSpan) {
        self.init(
            url: "tls://\(TransferRequest.authority(check.host, check.port))",
            deadline: Int(timeout.milliseconds),
            family: Family(check.family),
            tls: TLSOptions(check.tls)
        )
    }

    private static func authority(_ host: String, _ port: Int) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension TransferRequest.Family {
    fileprivate init(_ family: AddressFamily) {
        switch family {
        case .any: self = .any
        case .v4: self = .v4
        case .v6: self = .v6
        }
    }
}

extension AddressFamily {
    init(_ family: TransferRequest.Family) {
        switch family {
        case .any: self = .any
        case .v4: self = .v4
        case .v6: self = .v6
        }
    }
}

extension TransferRequest.TLSOptions {
    fileprivate init(_ expectation: TLSExpectation) {
        self.init(
            verify: expectation.verify,
            serverName: expectation.serverName,
            caFile: expectation.caFile,
            wantsCertificates: true
        )
    }
}

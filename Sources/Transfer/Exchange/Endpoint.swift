import CLibcurl
import Glibc

/// A request's URL, taken apart by libcurl's own parser so that both read it alike.
struct Endpoint {
    enum Kind: Sendable {
        case http
        /// `tcp://` and `tls://`: libcurl connects and hands the connection over.
        case connection
        case mail
    }

    let kind: Kind
    let usesTLS: Bool
    /// Without brackets.
    let host: String
    let port: String
    /// Which family the host is a literal of; nil for a name.
    let literal: TransferRequest.Family?
    /// What libcurl gets: `http://` for `tcp://`, `https://` for `tls://`, and with the server name as its host where the
    /// request has one.
    let url: String
    /// The URL holds a user's name or a password.
    let hasCredentials: Bool
    /// `host:port` for messages.
    var authority: String { literal == .v6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    init(_ request: TransferRequest) throws(TransferError) {
        guard let parts = URLParts(request.url), let scheme = parts[CURLUPART_SCHEME] else {
            throw .invalid("the URL cannot be parsed; it must look like http://host/path or tcp://host:port")
        }
        (kind, usesTLS) = try Endpoint.read(scheme: scheme)
        guard let bracketed = parts[CURLUPART_HOST], !bracketed.isEmpty else { throw .invalid("the URL has no host") }
        guard let port = kind == .connection ? parts[CURLUPART_PORT] : parts.effectivePort else {
            throw .invalid("\(scheme)://\(bracketed) has no port; write \(scheme)://\(bracketed):PORT")
        }
        host = bracketed.hasPrefix("[") ? String(bracketed.dropFirst().dropLast()) : bracketed
        self.port = port
        literal = Endpoint.literalFamily(of: host)
        if kind == .connection { parts[CURLUPART_SCHEME] = usesTLS ? "https" : "http" }
        if usesTLS, let name = request.tls.serverName { parts[CURLUPART_HOST] = name }
        guard let url = parts[CURLUPART_URL] else { throw .invalid("the URL or the TLS server name cannot be used") }
        // One copy where they are the same.
        self.url = url == request.url ? request.url : url
        hasCredentials = parts[CURLUPART_USER] != nil || parts[CURLUPART_PASSWORD] != nil
    }

    private static func read(scheme: String) throws(TransferError) -> (Kind, Bool) {
        switch scheme {
        case "http": (.http, false)
        case "https": (.http, true)
        case "tcp": (.connection, false)
        case "tls": (.connection, true)
        case "smtp": (.mail, false)
        case "smtps": (.mail, true)
        default: throw .invalid("the scheme \(scheme):// is none of http, https, tcp, tls, smtp, smtps")
        }
    }

    private static func literalFamily(of host: String) -> TransferRequest.Family? {
        var storage = in6_addr()
        if inet_pton(AF_INET, host, &storage) == 1 { return .v4 }
        if inet_pton(AF_INET6, host, &storage) == 1 { return .v6 }
        return nil
    }
}

extension TransferError {
    static func invalid(_ message: String) -> TransferError {
        TransferError(kind: .invalidRequest, message: message)
    }
}

/// One parsed URL (curl_url(3)).
private final class URLParts {
    private let handle: OpaquePointer

    init?(_ url: String) {
        guard !url.utf8.contains(0), let handle = curl_url() else { return nil }
        self.handle = handle
        guard curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            return nil
        }
    }

    deinit {
        curl_url_cleanup(handle)
    }

    /// The port written, or the scheme's own.
    var effectivePort: String? { text(of: CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)) }

    /// Setting what does not parse leaves the URL unreadable.
    subscript(part: CURLUPart) -> String? {
        get { text(of: part, flags: 0) }
        set {
            guard curl_url_set(handle, part, newValue, 0) != CURLUE_OK else { return }
            _ = curl_url_set(handle, CURLUPART_HOST, nil, 0)
        }
    }

    private func text(of part: CURLUPart, flags: UInt32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

/// Checks without what may be a secret: a password or token stands in a header, a body, or a URL's user and query.
extension Check {
    var redacted: Check {
        switch self {
        case .http(let check): .http(check.redacted)
        case .tcp, .tls, .icmp, .agent: self
        }
    }

    /// What holds none is not copied.
    fileprivate var mayHoldSecrets: Bool {
        switch self {
        case .http(let check): check.mayHoldSecrets
        case .tcp, .tls, .icmp, .agent: false
        }
    }
}

extension ProbeDefinition {
    fileprivate var mayHoldSecrets: Bool { check.mayHoldSecrets }
}

extension HTTPCheck {
    fileprivate var mayHoldSecrets: Bool {
        !headers.isEmpty || body != nil || url.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "@") }
    }

    fileprivate var redacted: HTTPCheck {
        var check = self
        check.url = HTTPCheck.stripped(url)
        check.headers = headers.map { Label($0.name, HTTPCheck.mark(of: $0.value)) }
        check.body = body.map { HTTPCheck.mark(of: $0) }
        return check
    }

    /// Another secret leaves another mark, so that two checks that differ in nothing else stay two.
    private static func mark(of secret: some StringProtocol) -> String {
        "redacted-" + String(Fingerprint.of(String(secret)), radix: 16)
    }

    /// Scheme, host and path stay: they are what people know a probe by.
    private static func stripped(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var kept = String(parts[0])
        if let scheme = kept.firstRange(of: "://"), let at = userEnd(in: kept, from: scheme.upperBound) {
            kept.replaceSubrange(scheme.upperBound..<at, with: mark(of: kept[scheme.upperBound..<at]))
        }
        return parts.count > 1 ? kept + "?" + mark(of: parts[1]) : kept
    }

    /// Where the `@` behind a user stands; nil where the authority names none.
    private static func userEnd(in url: String, from start: String.Index) -> String.Index? {
        let authority = url[start...].prefix { $0 != "/" }
        return authority.lastIndex(of: "@")
    }
}

extension Policy {
    /// The same policy for the disk: it decides as before, and holds no secret of a probe's.
    public var redacted: Policy {
        var policy = self
        policy.references = references.map(\.redacted)
        policy.targets = targets.map(\.redacted)
        policy.discovery?.found = discovery?.found.map(\.redacted) ?? []
        return policy
    }
}

extension Target {
    /// The same target without what may be a secret in its probes.
    public var redacted: Target {
        guard probes.contains(where: \.mayHoldSecrets) else { return self }
        var target = self
        target.probes = probes.map(\.redacted)
        return target
    }
}

extension Discovered {
    public var redacted: Discovered { Discovered(target: target.redacted, meta: meta) }
}

internal import Engine

/// Reads what an http probe asks and expects.
enum HTTPProbeReader {
    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    static func check(_ fields: Fields) -> Check? {
        guard fields.required("url") != nil, let (text, parts) = fields.url("url", schemes: ["http", "https"]) else {
            readRest(of: fields, into: nil)
            return nil
        }
        if parts.scheme == "http", fields.has("tls") {
            fields.error(
                "tls",
                "\(fields.context) has 'tls', but its URL is plain http",
                "use 'https://', or remove 'tls'"
            )
        }
        return readRest(of: fields, into: HTTPCheck(url: text, host: parts.host))
    }

    /// Without a check, only for what it reports.
    @discardableResult
    private static func readRest(of fields: Fields, into check: HTTPCheck?) -> Check? {
        var read = check ?? HTTPCheck(url: "", host: "")
        read.method = fields.choice("method", methods.map { ($0, $0) }) ?? read.method
        read.headers = headers(fields)
        read.body = body(fields)
        read.maxRedirects = fields.integer("max_redirects", in: 0...10) ?? read.maxRedirects
        read.maxBodyBytes = fields.parsed("max_body", SizeSyntax.parse) ?? read.maxBodyBytes
        read.family = fields.family()
        if let tls = fields.section("tls", .tlsExpectation, "'tls' of \(fields.context)") {
            read.tls = TLSReader.expectation(tls)
        }
        if let expect = fields.section("expect", .expectation, "'expect' of \(fields.context)") {
            readExpectation(expect, into: &read)
        }
        return check == nil ? nil : .http(read)
    }

    private static func headers(_ fields: Fields) -> [Label] {
        fields.entries("headers").compactMap { entry in
            guard isToken(entry.key) else {
                fields.findings.error(
                    entry.keyPlace,
                    "'\(entry.key.excerpt)' in \(fields.context) is not a header's name"
                )
                return nil
            }
            if Secrets.headers.contains(entry.key.lowercased()) {
                fields.findings.hide(from: entry.keyPlace.line, to: entry.value.place.line)
                fields.findings.warning(
                    entry.keyPlace,
                    "the header '\(entry.key)' in \(fields.context) is a secret in the configuration",
                    "probe a page that needs none"
                )
            }
            return fields.scalar(entry.value, "header '\(entry.key)'").map { Label(entry.key, $0) }
        }
    }

    /// A token (RFC 9110, §5.6.2).
    private static func isToken(_ text: String) -> Bool {
        let others = Set("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty
            && text.utf8.allSatisfy { byte in
                Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
                    || others.contains(byte)
            }
    }

    /// The one text that may span lines.
    private static func body(_ fields: Fields) -> String? {
        guard let value = fields["body"] else { return nil }
        guard case .scalar(let text, _) = value.content else {
            fields.error("body", "'body' in \(fields.context) must be a text, found \(value.kind)")
            return nil
        }
        return text
    }
}

// MARK: - Expectations

extension HTTPProbeReader {
    private static func readExpectation(_ expect: Fields, into check: inout HTTPCheck) {
        if expect.has("status") { check.expectedStatus = statuses(expect) }
        check.bodyContains = expect.text("body_contains")
        check.bodyMatches = pattern(expect)
        if let json = expect.section("json", .json, "'json' of \(expect.context)") {
            check.json = expectation(json)
        }
    }

    private static func statuses(_ expect: Fields) -> [ClosedRange<Int>] {
        guard case .sequence(let items) = expect["status"]?.content else {
            return expect.parsed("status", StatusSyntax.parse).map { [$0] } ?? []
        }
        if items.isEmpty { expect.error("status", "'status' of \(expect.context) lists none", "remove it for '2xx'") }
        return items.compactMap { item in
            expect.scalar(item, "a status").flatMap { expect.attempt(item.place, "a status", $0, StatusSyntax.parse) }
        }
    }

    private static func pattern(_ expect: Fields) -> String? {
        guard let text = expect.text("body_matches") else { return nil }
        guard (try? Regex(text)) != nil else {
            expect.error(
                "body_matches",
                "'body_matches' of \(expect.context) is not a regular expression",
                "check its brackets and backslashes; single quotes keep backslashes as they are"
            )
            return nil
        }
        return text
    }

    private static func expectation(_ json: Fields) -> JSONExpectation? {
        guard let pointer = json.requiredText("pointer") else { return nil }
        guard isPointer(pointer) else {
            json.error(
                "pointer",
                "'\(pointer.excerpt)' is not a JSON Pointer",
                "start it with '/', such as '/status'; '~' is written '~0' and '/' in a name '~1'"
            )
            return nil
        }
        return JSONExpectation(pointer: pointer, equals: json.text("equals"))
    }

    /// RFC 6901, §3.
    private static func isPointer(_ text: String) -> Bool {
        text.hasPrefix("/")
            && text.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
                .allSatisfy { $0.hasPrefix("0") || $0.hasPrefix("1") }
    }
}

/// A check in words, of which its fingerprint is made.
///
/// They are those that `String(describing:)` finds by reflection, with which proofs were journalled from the beginning: in
/// other words, every probe would have to prove itself anew. Reflection took a quarter of a start with 20,000 probes.
extension Check {
    /// The same in every process, for checks that ask the same.
    public var fingerprint: UInt64 { Fingerprint.of(wording) }

    var wording: String {
        switch self {
        case .http(let check): "http(\(check.wording))"
        case .tcp(let check): "tcp(\(check.wording))"
        case .tls(let check): "tls(\(check.wording))"
        case .icmp(let check): "icmp(\(check.wording))"
        case .agent(let check): "agent(\(check.wording))"
        }
    }
}

extension HTTPCheck {
    fileprivate var wording: String {
        var words = Words("HTTPCheck")
        words.add("url", url.quoted)
        words.add("host", host.quoted)
        words.add("method", method.quoted)
        words.add("headers", "[\(headers.map(\.wording).joined(separator: ", "))]")
        words.add("body", optional: body?.quoted)
        words.add("expectedStatus", "[\(expectedStatus.map(HTTPCheck.wording).joined(separator: ", "))]")
        words.add("bodyContains", optional: bodyContains?.quoted)
        words.add("bodyMatches", optional: bodyMatches?.quoted)
        words.add("json", optional: json?.wording)
        words.add("maxRedirects", "\(maxRedirects)")
        words.add("maxBodyBytes", "\(maxBodyBytes)")
        words.add("family", family.wording)
        words.add("tls", tls.wording)
        return words.all
    }

    private static func wording(of range: ClosedRange<Int>) -> String {
        "ClosedRange(\(range.lowerBound)...\(range.upperBound))"
    }
}

extension TCPCheck {
    fileprivate var wording: String {
        var words = Words("TCPCheck")
        words.add("host", host.quoted)
        words.add("port", "\(port)")
        words.add("banner", optional: banner?.quoted)
        words.add("family", family.wording)
        return words.all
    }
}

extension TLSCheck {
    fileprivate var wording: String {
        var words = Words("TLSCheck")
        words.add("host", host.quoted)
        words.add("port", "\(port)")
        words.add("family", family.wording)
        words.add("tls", tls.wording)
        return words.all
    }
}

extension ICMPCheck {
    fileprivate var wording: String {
        var words = Words("ICMPCheck")
        words.add("host", host.quoted)
        words.add("count", "\(count)")
        words.add("payloadBytes", "\(payloadBytes)")
        words.add("family", family.wording)
        return words.all
    }
}

extension AgentCheck {
    fileprivate var wording: String {
        var words = Words("AgentCheck")
        words.add("command", optional: command?.quoted)
        words.add("readsBootID", "\(readsBootID)")
        return words.all
    }
}

extension TLSExpectation {
    fileprivate var wording: String {
        var words = Words("TLSExpectation")
        words.add("verify", "\(verify)")
        words.add("serverName", optional: serverName?.quoted)
        words.add("caFile", optional: caFile?.quoted)
        words.add("minimumValidity", optional: minimumValidity?.description)
        return words.all
    }
}

extension JSONExpectation {
    fileprivate var wording: String {
        var words = Words("JSONExpectation")
        words.add("pointer", pointer.quoted)
        words.add("equals", optional: equals?.quoted)
        return words.all
    }
}

extension Label {
    fileprivate var wording: String {
        var words = Words("Label")
        words.add("name", name.quoted)
        words.add("value", value.quoted)
        return words.all
    }
}

extension AddressFamily {
    fileprivate var wording: String { "Engine.AddressFamily.\(rawValue)" }
}

extension String {
    /// As a literal. Most are plain, and `debugDescription` goes over each scalar's properties.
    fileprivate var quoted: String {
        utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            ? "\"\(self)\"" : debugDescription
    }
}

/// `Engine.Type(name: value, name: value)`, as it grows.
private struct Words {
    private var text: String
    private var isFirst = true

    init(_ type: String) {
        text = "Engine.\(type)("
    }

    mutating func add(_ name: String, _ value: String) {
        if !isFirst { text += ", " }
        isFirst = false
        text += name
        text += ": "
        text += value
    }

    mutating func add(_ name: String, optional value: String?) {
        add(name, value.map { "Optional(\($0))" } ?? "nil")
    }

    var all: String { text + ")" }
}

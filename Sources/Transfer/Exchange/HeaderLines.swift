/// The header lines handed to libcurl, in its notation: `Name: value`, `Name;` for an empty value, `Name:` to leave out one
/// of its own.
struct HeaderLines {
    let request: TransferRequest

    /// Sent where the request names none: many servers answer 403 to a client that says nothing.
    static let userAgent = "defib"

    var lines: [String] {
        var lines: [String] = []
        if !has("user-agent") { lines.append("User-Agent: \(HeaderLines.userAgent)") }
        // The peer may free its side at once.
        if request.connection == .fresh, !has("connection") { lines.append("Connection: close") }
        if request.body != nil {
            // A server that does not know 100-continue would cost a second; and a form is for the caller to declare.
            if !has("expect") { lines.append("Expect:") }
            if !has("content-type") { lines.append("Content-Type:") }
        }
        return lines + request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    }

    private func has(_ name: String) -> Bool {
        request.headers.contains { $0.name.lowercased() == name }
    }
}

/// Every difference there is on purpose, in one place. docs/metrics.md tells them to those who come from blackbox_exporter.
struct Deviation {
    enum Kind {
        /// It has this family and Defib does not.
        case absent
        /// Both have it, and the values need not agree.
        case value
        /// Defib has it where the other does not.
        case more
    }

    let family: String
    let kind: Kind
    let reason: String

    static let all = [
        Deviation(family: "probe_duration_seconds", kind: .value, reason: "time"),
        Deviation(family: "probe_dns_lookup_time_seconds", kind: .value, reason: "time"),
        Deviation(family: "probe_http_duration_seconds", kind: .value, reason: "time"),
        Deviation(
            family: "probe_icmp_duration_seconds",
            kind: .value,
            reason: "time; setup is 0, one socket serves all"
        ),
        Deviation(
            family: "probe_ssl_last_chain_expiry_timestamp_seconds",
            kind: .absent,
            reason: "libcurl shows the chain that was sent, not the one that was verified"
        ),
        Deviation(family: "probe_ssl_last_chain_info", kind: .absent, reason: "the same"),
    ]

    static func allows(_ kind: Kind, of family: String) -> Bool {
        all.contains { $0.family == family && $0.kind == kind }
    }
}

/// What differs between two pages and is not on that list.
enum Comparison {
    static func objections(ours: ExpositionText, theirs: ExpositionText, ignoring ignored: Set<String> = []) -> [String]
    {
        let names = Set(ours.samples.keys).union(theirs.samples.keys).filter {
            $0.hasPrefix("probe_") && !ignored.contains($0)
        }
        return names.sorted().flatMap { name in
            objections(to: name, ours.samples[name], theirs.samples[name], ours.types[name], theirs.types[name])
        }
    }

    private static func objections(
        to name: String,
        _ ours: [String: Double]?,
        _ theirs: [String: Double]?,
        _ ourType: String?,
        _ theirType: String?
    ) -> [String] {
        guard let ours else { return Deviation.allows(.absent, of: name) ? [] : ["\(name) is absent"] }
        guard let theirs else { return Deviation.allows(.more, of: name) ? [] : ["\(name) \(ours) is ours alone"] }
        var objections: [String] = []
        if ourType != theirType { objections.append("\(name) is a \(ourType ?? "?"), not a \(theirType ?? "?")") }
        if Set(ours.keys) != Set(theirs.keys) {
            objections.append("\(name) has labels \(ours.keys.sorted()), not \(theirs.keys.sorted())")
        } else if ours != theirs, !Deviation.allows(.value, of: name) {
            objections.append("\(name) is \(ours), not \(theirs)")
        }
        return objections
    }
}

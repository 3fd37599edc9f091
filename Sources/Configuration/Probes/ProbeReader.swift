internal import Engine

/// Reads one entry of a target's `probes`: its key is the probe's name, and its kind too unless `kind` says another.
enum ProbeReader {
    /// A new kind of probe is added here, in `Section` and in the engine's `Check`.
    private static let kinds: [(name: String, section: Section, check: @Sendable (Fields) -> Check?)] = [
        ("http", .http, HTTPProbeReader.check),
        ("tcp", .tcp, SocketProbeReaders.tcp),
        ("tls", .tls, SocketProbeReaders.tls),
        ("icmp", .icmp, SocketProbeReaders.icmp),
        ("agent", .agent, SocketProbeReaders.agent),
    ]

    /// - Parameter owner: as messages call it: `target 'web-1'`.
    static func read(_ entry: YAMLValue.Entry, owner: String, _ findings: Findings) -> ProbeDefinition? {
        let context = "probe '\(entry.key.excerpt)' of \(owner)"
        guard checkName(entry, context, findings), let kindName = kindName(entry, context, findings),
            let kind = kinds.first(where: { $0.name == kindName }),
            let fields = Fields(entry.value, kind.section, context, findings)
        else { return nil }
        let check = kind.check(fields)
        let reuse = ReuseReader.reuse(fields)
        guard let (interval, timeout) = pace(fields, kindName), let check else { return nil }
        return ProbeDefinition(name: entry.key, interval: interval, timeout: timeout, check: check, reuse: reuse)
    }

    private static func checkName(_ entry: YAMLValue.Entry, _ context: String, _ findings: Findings) -> Bool {
        let name = entry.key
        if name == "platform" {
            findings.error(
                entry.keyPlace,
                "\(context): the platform is read without a probe",
                "remove it; 'platform.running' works in rules"
            )
            return false
        }
        guard Vocabulary.isName(name) else {
            findings.error(
                entry.keyPlace,
                "\(context) can't be named in a rule",
                "use letters, digits, '_' and '-', a letter first"
            )
            return false
        }
        guard !Vocabulary.reserved.contains(name) else {
            findings.error(
                entry.keyPlace,
                "\(context): '\(name)' is a word of the expression language",
                "choose another name"
            )
            return false
        }
        return true
    }

    private static func kindName(_ entry: YAMLValue.Entry, _ context: String, _ findings: Findings) -> String? {
        let names = kinds.map(\.name)
        guard let (word, place) = statedKind(entry.value) else {
            if names.contains(entry.key) { return entry.key }
            let example = Suggestion.nearest(to: entry.key, among: names)
            findings.error(
                entry.keyPlace,
                "\(context) has no 'kind'",
                example.map { "did you mean '\($0)'?" } ?? "add one of \(names.map { "kind: \($0)" }.listed)"
            )
            return nil
        }
        if names.contains(word) { return word }
        let known = "kinds are \(names.listed)"
        findings.error(
            place,
            "unknown kind '\(word.excerpt)' in \(context)",
            Suggestion.didYouMean(word, among: names, otherwise: known)
        )
        return nil
    }

    private static func statedKind(_ value: YAMLValue) -> (String, Place)? {
        guard case .mapping(let entries) = value.content, let kind = entries.first(where: { $0.key == "kind" }),
            case .scalar(let word, _) = kind.value.content
        else { return nil }
        return (word, kind.value.place)
    }

    /// The timeout's default is the kind's, or half the interval where that is shorter.
    private static func pace(_ fields: Fields, _ kind: String) -> (TimeSpan, TimeSpan)? {
        let defaults = Defaults.pace(kind)
        let writtenInterval = fields.duration("interval", atLeast: Defaults.shortestInterval)
        let writtenTimeout = fields.duration("timeout", atLeast: Defaults.shortestTimeout)
        if fields.has("interval") && writtenInterval == nil || fields.has("timeout") && writtenTimeout == nil {
            return nil
        }
        let interval = writtenInterval ?? defaults.interval
        let half = TimeSpan(milliseconds: interval.milliseconds / 2)
        let timeout = writtenTimeout ?? min(defaults.timeout, half)
        guard timeout < interval else {
            let origin = writtenInterval == nil ? "the default interval, \(interval)" : "the interval, \(interval)"
            fields.error(
                "timeout",
                "the timeout of \(fields.context), \(timeout), is not below \(origin)",
                "a probe must end before it starts again"
            )
            return nil
        }
        return (interval, timeout)
    }
}

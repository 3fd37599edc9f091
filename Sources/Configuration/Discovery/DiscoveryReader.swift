internal import Engine

/// Reads `discovery`.
enum DiscoveryReader {
    static func read(_ fields: Fields, sweep: TimeSpan?) -> DiscoveryDraft? {
        guard let discovery = fields.section("discovery", .discovery, "'discovery'"),
            let value = discovery.required("hostup"),
            let hostup = Fields(value, .discoveryHostup, "discovery 'hostup'", fields.findings)
        else { return nil }
        let refresh = refresh(hostup, sweep: sweep)
        let retireAfter = hostup.duration("retire_after") ?? Defaults.retireAfter
        let templates = ProbeTemplateReader.readAll(hostup)
        let labels = LabelReader.read(hostup, "labels", reserved: LabelReader.reserved)
        let relabel = RelabelReader.readAll(hostup)
        let arm = arm(hostup)
        let settings = DiscoverySettings(
            refresh: refresh,
            retireAfter: retireAfter,
            probes: templates.probes,
            labels: labels,
            relabel: relabel,
            arm: arm
        )
        return DiscoveryDraft(
            settings: settings,
            place: hostup.place,
            armPlace: hostup.place(ofKey: "arm"),
            probeNames: templates.names,
            findings: fields.findings
        )
    }

    private static func refresh(_ hostup: Fields, sweep: TimeSpan?) -> TimeSpan {
        let sweep = sweep ?? Defaults.sweep
        let standard = max(Defaults.refresh, sweep)
        guard let refresh = hostup.duration("refresh") else { return standard }
        guard refresh >= sweep else {
            hostup.error(
                "refresh",
                "'refresh' in \(hostup.context) is \(refresh), but the account is listed every \(sweep)",
                "write \(sweep) or more, or a shorter 'sweep' under 'provider'"
            )
            return standard
        }
        return refresh
    }

    /// Which of them may be acted upon; nil: none.
    private static func arm(_ hostup: Fields) -> Rule.Match? {
        guard hostup.has("arm") else { return nil }
        guard let arm = hostup.section("arm", .arm, "'arm' of \(hostup.context)"), let value = arm.required("match"),
            let match = Fields(value, .armMatch, "'match' of \(arm.context)", hostup.findings)
        else { return nil }
        let read = MatchReader.read(match)
        if case .mapping(let keys) = value.content, keys.isEmpty {
            hostup.findings.warning(
                match.place,
                "\(arm.context) arms every VPS of the account, those that are still to come among them",
                "write the labels of those that may be restarted: 'match: {labels: {role: web}}'"
            )
        }
        return read
    }
}

/// Reads `probes` of `discovery`: as a target's, but that the host is the VPS's own unless another is written.
enum ProbeTemplateReader {
    static func readAll(_ hostup: Fields) -> (probes: [ProbeTemplate], names: [String]) {
        let entries = hostup.entries("probes")
        guard !entries.isEmpty else {
            if hostup["probes"] != nil || !hostup.has("probes") {
                hostup.findings.error(
                    hostup.place(of: "probes"),
                    "\(hostup.context) has no probes, so that nothing would tell whether a VPS it finds is alive",
                    "write 'probes: {icmp: {}, tcp: {port: 22}}'"
                )
            }
            return ([], [])
        }
        let probes = entries.compactMap { entry in
            ProbeReader.read(template(entry), owner: hostup.context, hostup.findings).map(ProbeTemplate.init)
        }
        if probes.count < entries.count {
            hostup.findings.refuseUnlessRefused(hostup.place, "a probe of \(hostup.context)")
        }
        return (probes, entries.map(\.key))
    }

    /// The entry with hosts that stand for a VPS's own.
    private static func template(_ entry: YAMLValue.Entry) -> YAMLValue.Entry {
        var entry = entry
        if entry.value.isEmpty { entry.value.content = .mapping([]) }
        guard case .mapping(let keys) = entry.value.content else { return entry }
        var filled = keys.map(standingIn)
        let kind = keys.first { $0.key == "kind" }.flatMap(word) ?? entry.key
        if ["tcp", "tls", "icmp"].contains(kind), !keys.contains(where: { $0.key == "host" }) {
            let host = YAMLValue(
                content: .scalar(ProbeTemplate.address.stand, .quoted),
                place: entry.value.place,
                weight: 1
            )
            filled.append(YAMLValue.Entry(key: "host", keyPlace: entry.keyPlace, value: host))
        }
        entry.value.content = .mapping(filled)
        return entry
    }

    private static func word(_ entry: YAMLValue.Entry) -> String? {
        guard case .scalar(let text, _) = entry.value.content else { return nil }
        return text
    }

    private static func standingIn(_ entry: YAMLValue.Entry) -> YAMLValue.Entry {
        var entry = entry
        switch entry.value.content {
        case .scalar(let text, let style) where ["url", "host", "server_name"].contains(entry.key):
            var text = text
            for placeholder in [ProbeTemplate.address, ProbeTemplate.name] {
                text = text.replacing(placeholder.text, with: placeholder.stand)
            }
            entry.value.content = .scalar(text, style)
        case .mapping(let keys) where entry.key == "tls":
            entry.value.content = .mapping(keys.map(standingIn))
        case .scalar, .sequence, .mapping: break
        }
        return entry
    }
}

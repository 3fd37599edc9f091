internal import Engine

/// What a rule's conditions name, against the targets there are.
struct Mentions {
    let rule: RuleDraft
    /// Those the rule is for.
    let matched: [TargetDraft]
    let targets: [TargetDraft]

    func check() {
        for mention in rule.mentions { check(mention) }
        for mention in rule.labels { check(mention) }
    }

    private func check(_ mention: PlacedMention) {
        if let lacking = matched.first(where: { !$0.probeNames.contains(mention.probe) }) {
            let name = lacking.target.name.excerpt
            rule.findings.error(
                mention.place,
                "rule '\(rule.name.excerpt)' matches target '\(name)', which has no probe '\(mention.probe.excerpt)'",
                Suggestion.didYouMean(
                    mention.probe,
                    among: lacking.probeNames,
                    otherwise: "add the probe, or narrow the rule's 'match'"
                )
            )
        } else {
            checkKind(mention)
            checkHold(mention)
        }
    }

    /// A count over nothing is 0, whatever happens.
    private func check(_ mention: PlacedLabel) {
        let label = mention.label
        guard !targets.isEmpty, !targets.contains(where: { $0.target.labels.contains(label) }) else { return }
        let known = targets.flatMap(\.target.labels)
        let values = known.filter { $0.name == label.name }.map(\.value)
        let meant =
            Suggestion.nearest(to: label.value, among: values).map { "\(label.name)=\($0)" }
            ?? Suggestion.nearest(to: label.name, among: known.map(\.name)).map { "\($0)=\(label.value)" }
        rule.findings.warning(
            mention.place,
            "no target has the label \(label.name)=\(label.value.excerpt), so that none is ever counted",
            meant.map { "did you mean '\($0)'?" }
        )
    }

    /// Which kinds of probes take which numbers.
    private static let kinds = ["status": ["http"], "loss": ["icmp"], "certificate_left": ["http", "tls"]]

    private func checkKind(_ mention: PlacedMention) {
        guard let kinds = Mentions.kinds[mention.member] else { return }
        for target in matched {
            guard let probe = target.target.probes.first(where: { $0.name == mention.probe }) else { continue }
            if !kinds.contains(probe.check.kind) {
                rule.findings.error(
                    mention.place,
                    "'\(mention.probe)' of target '\(target.target.name.excerpt)' is of kind \(probe.check.kind) "
                        + "and has no \(mention.member)",
                    kinds.count == 1
                        ? "only \(kinds[0]) probes have one"
                        : "only \(kinds.joined(separator: " and ")) probes have one"
                )
                return
            }
            if mention.member == "certificate_left", case .http(let check) = probe.check, !check.usesTLS {
                rule.findings.error(
                    mention.place,
                    "'\(mention.probe)' of target '\(target.target.name.excerpt)' asks over http:// "
                        + "and never sees a certificate",
                    "ask over https://, or with a tls probe"
                )
                return
            }
        }
    }

    /// Two rounds are what gate `noSignOfLife` asks for; fewer would confirm a single lost packet.
    private func checkHold(_ mention: PlacedMention) {
        guard let holdFor = rule.rule?.holdFor, mention.member == "down" else { return }
        for target in matched {
            guard let probe = target.target.probes.first(where: { $0.name == mention.probe }),
                holdFor < probe.interval * 2
            else { continue }
            rule.findings.warning(
                mention.place,
                "rule '\(rule.name.excerpt)' holds for \(holdFor), which is less than two rounds of probe '\(probe.name)' "
                    + "of target '\(target.target.name.excerpt)' (every \(probe.interval))",
                "a longer 'for' is not misled by one lost answer"
            )
            return
        }
    }
}

extension HTTPCheck {
    /// With redirects it may come to it on the way.
    fileprivate var usesTLS: Bool { url.lowercased().hasPrefix("https://") || maxRedirects > 0 }
}

/// The rest of a notification, in lines, essentials first: since when, what lies at fault, what was done, what was refused and why,
/// what comes next, how to stop it; then what was seen, and where to read on.
struct BodyText {
    let notification: Notification
    let briefing: Briefing

    var text: String {
        guard notification.vps != nil else { return notice }
        return (essentials + details).joined(separator: "\n")
    }

    private var essentials: [String] {
        var lines = [span]
        if let diagnosis = briefing.diagnosis { lines.append("Diagnosis: \(diagnosis.words)\(reasons).") }
        lines += briefing.deeds.map { deed in
            let request = deed.requestID.map { "; provider request \($0)" } ?? ""
            return "Done: \(deed.action) at \(deed.at.fullText): \(deed.outcome)\(request)."
        }
        if briefing.deeds.isEmpty { lines.append("Done: nothing was sent to the provider.") }
        lines += briefing.refusals.map { "Refused: \($0.action) at \($0.at.fullText): \($0.reason)." }
        if let plan = briefing.plan { lines.append("Next: \(plan.step)\(plan.at.map { " at \($0.fullText)" } ?? "").") }
        if notification.status == .firing { lines.append(brake) }
        return lines
    }

    private var span: String {
        let name = notification.vps.map { "\(notification.name) (\($0))" } ?? notification.name
        let start = notification.startsAt
        guard let end = notification.endsAt else {
            return "\(name) down since \(start.fullText), for \((briefing.at - start).brief)."
        }
        return "\(name) was down from \(start.fullText) to \(end.fullText), for \((end - start).brief)."
    }

    private var reasons: String {
        briefing.reasons.isEmpty ? "" : " (\(briefing.reasons.joined(separator: ", ")))"
    }

    /// How to keep Defib's hands off.
    private var brake: String {
        let one = "defib silence add \(notification.name.shellWord) --for 2h --reason '…'"
        return "To stop power actions on it: \(one); on all: defib pause --reason '…'."
    }

    private var details: [String] {
        var lines = briefing.sightings.map { "Seen: \($0.probe) \($0.state)\($0.reason.map { " (\($0))" } ?? "")." }
        if let platform = briefing.platform { lines.append("Platform: \(platform).") }
        if let incident = notification.incident {
            let rule = notification.rule.map { " of rule \($0)" } ?? ""
            lines.append("Incident \(incident)\(rule). More: defib explain \(incident).")
        }
        return lines
    }

    private var notice: String {
        let start = "Since \(notification.startsAt.fullText)"
        let span = notification.endsAt.map { "\(start), until \($0.fullText)." } ?? "\(start). More: defib status."
        return "\(briefing.news.endedAsSentence)\n\(span)"
    }
}

extension String {
    fileprivate var endedAsSentence: String { last?.isPunctuation == true ? self : self + "." }

    /// As a shell takes it for one word, for people who copy it.
    fileprivate var shellWord: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "-_./:@".utf8.contains(byte)
                }
            }
        return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}

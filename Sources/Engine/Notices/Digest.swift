/// One message about many incidents.
extension Notification {
    private static let linesOfDigest = 50
    private static let namesInSummary = 3
    private static let severities = ["page", "critical", "warning", "info"]

    /// One message about many incidents; resolved once all of them are.
    ///
    /// - Parameters:
    ///   - id: the latest of the notifications it stands for.
    ///   - latest: of each incident, in the order in which they were told of; not empty.
    init(digest key: String, id: Int64, of latest: [Notification]) {
        let members = latest.map(\.inShort)
        let isOver = members.allSatisfy { $0.status == .resolved }
        let common = latest.first?.labels.filter { label in latest.allSatisfy { $0.labels.contains(label) } }
        self.init(
            id: id,
            key: key,
            status: isOver ? .resolved : .firing,
            kind: .digest,
            severity: Notification.severities.first { severity in latest.contains { $0.severity == severity } }
                ?? "info",
            vps: nil,
            name: "\(members.count) targets",
            labels: common ?? [],
            summary: Notification.summary(of: members),
            description: Notification.list(of: members),
            startsAt: latest.map(\.startsAt).min() ?? .distantPast,
            endsAt: isOver ? latest.compactMap(\.endsAt).max() : nil
        )
        self.members = members
    }

    private static func summary(of members: [Notification]) -> String {
        let down = members.filter { $0.status == .firing }
        let forPerson = members.filter(\.needsPerson)
        guard !down.isEmpty else { return "All \(members.count) targets are back: \(names(of: members))" }
        let count = down.count == members.count ? "\(down.count)" : "\(down.count) of \(members.count)"
        let verb = "\(down.count == 1 ? "is" : "are")\(down.count == members.count ? "" : " still") down"
        let needy = forPerson.isEmpty ? "" : "; \(forPerson.count) need\(forPerson.count == 1 ? "s" : "") a person"
        return "\(count) targets \(verb)\(needy): \(names(of: forPerson.isEmpty ? down : forPerson))"
    }

    private static func names(of members: [Notification]) -> String {
        let named = members.prefix(namesInSummary).map(\.name).joined(separator: ", ")
        let others = members.count - namesInSummary
        return others > 0 ? "\(named) and \(others) more" : named
    }

    private static func list(of members: [Notification]) -> String {
        let order = members.indices.sorted { (members[$0].rank, $0) < (members[$1].rank, $1) }
        var lines = order.prefix(linesOfDigest).map { members[$0].summary }
        let others = members.count - linesOfDigest
        if others > 0 { lines.append("And \(others) more.") }
        lines.append("All of them: defib status. To stop power actions: defib pause --reason '…'.")
        return lines.joined(separator: "\n")
    }

    /// As a digest tells of it: a thousand whole texts would be no short message.
    private var inShort: Notification {
        var short = self
        short.description = summary
        short.briefing = nil
        return short
    }

    private var needsPerson: Bool {
        switch kind {
        case .handedOver, .page, .reminder: status == .firing
        case .incidentOpened, .actionSent, .wouldAct, .outcomeUnknown, .recovered, .notice, .digest: false
        }
    }

    /// What needs a person first, then what is down, then what is back.
    private var rank: Int { status == .resolved ? 2 : needsPerson ? 0 : 1 }
}

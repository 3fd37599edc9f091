import Engine

/// An incident for a tired person: the essentials, what is next, and the timeline.
struct StoryPage {
    let story: Story
    let isBrief: Bool

    private static let margin = 23

    func print(to console: Console) {
        printHead(to: console)
        console.paragraph(Styled(Essentials(story: story).sentences.joined(separator: " ")))
        console.line()
        let outlook = Outlook(story: story)
        for sentence in outlook.sentences {
            let tone: Tone = outlook.warnings.contains(sentence) ? .bad : .strong
            console.paragraph(Styled("→ ", tone) + Styled(sentence, tone))
        }
        if !isBrief {
            printTimeline(to: console)
            printNotifications(to: console)
        }
        printEarlier(to: console)
    }

    private func printHead(to console: Console) {
        let incident = story.incident
        let state = incident.state.rawValue.replacing("_", with: " ")
        console.line(
            Styled("Incident \(incident.id)", .strong) + Styled(": \(incident.name) ")
                + Styled(state, incident.state.tone)
        )
        console.line(Styled("\(incident.vps), rule \(incident.rule)", .faint))
        console.line()
    }

    private func printTimeline(to console: Console) {
        console.line()
        console.line(Styled("Timeline", .strong) + Styled(" (UTC, and since the first failure)", .faint))
        var date = ""
        for entry in Timeline(story).entries {
            if entry.at.date != date {
                date = entry.at.date
                console.line(Styled(date, .faint))
            }
            print(entry, to: console)
        }
    }

    private func print(_ entry: Timeline.Entry, to console: Console) {
        let since = entry.at - story.incident.firstFailureAt
        let start =
            Styled("  \(entry.at.timeOfDay)", .faint)
            + Styled("  +\(since.brief)".padding(to: StoryPage.margin - 10))
        var title = Table()
        title.rows = [[start.padded(to: StoryPage.margin - 2), entry.title]]
        title.print(to: console)
        for detail in entry.details {
            switch detail {
            case .text(let text): console.paragraph(text, indent: StoryPage.margin)
            case .table(let rows):
                var table = Table(indent: StoryPage.margin)
                table.rows = rows
                table.print(to: console)
            }
        }
    }

    private func printNotifications(to console: Console) {
        console.line()
        console.line(Styled("Who was told", .strong))
        guard !story.notifications.isEmpty else {
            console.line(Styled("  nobody: no receiver is configured for it", .doubtful))
            return
        }
        var table = Table(indent: 2)
        for record in story.notifications {
            table.row(Styled(record.receiver), record.styled, Styled(record.notification.summary))
            if let trouble = record.trouble { table.row("", "", Styled(trouble, .faint)) }
        }
        table.print(to: console)
    }

    private func printEarlier(to console: Console) {
        guard !story.earlier.isEmpty else { return }
        console.line()
        console.line(Styled("Earlier incidents of \(story.incident.name)", .strong))
        var table = Table(indent: 2)
        for incident in story.earlier.prefix(5) {
            let lasted = incident.endedAt.map { ($0 - incident.firstFailureAt).brief } ?? "not over"
            table.row(
                Styled("\(incident.id)"),
                Styled(incident.firstFailureAt.dateAndTime),
                Styled(lasted),
                Styled(incident.conclusion ?? incident.state.rawValue)
            )
        }
        table.print(to: console)
    }
}

extension IncidentRecord.State {
    var tone: Tone {
        switch self {
        case .open, .handedOver: .bad
        case .recovered: .good
        case .closed: .plain
        }
    }
}

extension NotificationRecord {
    fileprivate var styled: Styled {
        switch state {
        case .delivered: Styled("delivered", .good)
        case .pending: Styled("not yet delivered", .doubtful)
        case .undeliverable: Styled("given up", .bad)
        }
    }

    fileprivate var trouble: String? {
        guard state != .delivered, let lastError else { return nil }
        return "after \(counted(attempts, "attempt")): \(lastError)"
    }
}

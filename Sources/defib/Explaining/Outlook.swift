import Engine

/// What happens next, and what a person can do.
struct Outlook {
    let story: Story

    private var incident: IncidentRecord { story.incident }

    var sentences: [String] {
        guard !incident.state.isOver else { return ["Nothing is left to do."] }
        return warnings + [plan]
    }

    /// What keeps the plan from being carried out.
    var warnings: [String] {
        var warnings: [String] = []
        if !story.isDaemonRunning { warnings.append("Defib is not running: nothing happens until it is started.") }
        if story.hasPauseFile {
            warnings.append("Power actions are paused by the file PAUSED in the data directory.")
        } else if let pause = story.pause, pause.isPaused {
            warnings.append(
                "Power actions are paused by \(pause.by) since \(pause.at.dateAndTime) UTC: \(pause.reason)."
            )
        }
        return warnings
    }

    private var plan: String {
        if incident.state == .handedOver {
            return "Defib does nothing more about it, goes on watching, and tells when it is back."
        }
        if let until = incident.waitUntil {
            let wait =
                until > story.now ? "until \(until.timeOfDay) (\((until - story.now).brief) from now)" : "no longer"
            return "It waits \(wait) for the last action to help; then comes \(next(story.nextRung))."
        }
        if let since = incident.refusedSince {
            let patience = story.rule.map { " until \((since + $0.patience).timeOfDay)" } ?? ""
            return "It tries \(next(story.rung)) again\(patience), and then hands over to a person."
        }
        return "Next comes \(next(story.rung)), once every gate passes."
    }

    private func next(_ rung: Rung?) -> String {
        guard story.rule != nil else { return "the next rung of rule \(incident.rule)" }
        guard let rung else { return "a person: the ladder has no further rung" }
        return rung.action == .page ? "a page to a person" : "a \(rung.action)"
    }
}

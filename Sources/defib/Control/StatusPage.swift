import Engine
import Web

/// The running watch on one screen: is it well, how is the fleet, what is going on.
struct StatusPage {
    let picture: StatusPicture

    private var status: StatusView { picture.status }

    func print(to console: Console) {
        let (up, all) = (status.targetsUp, status.targetCount)
        let mode = status.mode == "armed" ? "armed" : "observing: decides and tells, touches nothing"
        console.line(
            Styled("Defib \(status.version)", .strong) + Styled("  \(up) of \(all) up", up == all ? .good : .bad)
                + Styled("  \(mode)")
        )
        console.line(Styled("as of \(status.now.moment), watching since \(status.startedAt.moment) UTC", .faint))
        for (title, words) in notices { console.paragraph(Styled("! \(title): ", .doubtful) + Styled(words)) }
        console.line()
        printTargets(to: console)
        printIncidents(to: console)
    }

    private var notices: [(String, String)] {
        var notices: [(String, String)] = []
        if let why = status.notReady { notices.append(("not ready", why)) }
        if let pause = status.pause { notices.append(("paused by \(pause.by)", pause.reason)) }
        if status.storm.isStorm {
            notices.append(
                (
                    "storm",
                    "\(status.storm.unresponsive) unresponsive, from \(status.storm.threshold) on nothing is sent"
                )
            )
        }
        for group in status.groups ?? [] {
            if let words = group.stormInWords { notices.append(("storm in \(group.name)", words)) }
        }
        if let latch = status.latch { notices.append(("latched, until 'defib unlatch'", latch.reason)) }
        for silence in status.silences ?? [] {
            notices.append(("silenced until \(silence.until.moment)", "\(silence.matchInWords): \(silence.reason)"))
        }
        for rule in status.distrustedRules ?? [] { notices.append(("rule \(rule) is disarmed", "see 'defib rules'")) }
        if let why = status.distrust { notices.append(("Defib distrusts itself and sends nothing", why)) }
        if let fault = status.configurationFault {
            notices.append(("the configuration on disk is not in force", fault))
        }
        if let fault = status.journalFault { notices.append(("the journal can't be written", fault)) }
        if let why = status.heartbeat?.reason { notices.append(("the heartbeat tells of a failure", why)) }
        if let fault = status.heartbeat?.fault {
            notices.append(("the heartbeat does not reach its service", fault))
        }
        if status.fleetBudgetLeft == 0 { notices.append(("budget", "the fleet's is spent: nothing is sent")) }
        return notices
    }

    private func printTargets(to console: Console) {
        var table = Table("TARGET", "STATE", "MODE", "PLATFORM", "LEFT", "PROBES")
        for target in picture.targets {
            table.row(
                Styled(target.name, .strong),
                Styled(target.state.spaced, StatusPage.tone(target.state)),
                Styled(target.mode) + Styled(target.origin == "discovered" ? " (discovered)" : "", .faint),
                Styled(target.powerState ?? "-"),
                Styled(target.budgetLeft.map(String.init) ?? "-"),
                target.probes.map(StatusPage.styled).joined(by: ", ")
            )
        }
        table.print(to: console)
        if let rest = status.rest(beyond: picture.targets) {
            console.line(Styled("and \(rest); 'defib status --all' lists them", .faint))
        }
    }

    private static func styled(_ probe: TargetView.ProbeView) -> Styled {
        let reason = probe.state == "up" ? nil : probe.reason
        return Styled("\(probe.name) ") + Styled(probe.state, tone(probe.state))
            + Styled(reason.map { " (\($0))" } ?? "", .faint)
    }

    private func printIncidents(to console: Console) {
        for incident in picture.incidents where !incident.isOver {
            console.line()
            console.line(
                Styled("Incident \(incident.id)", .strong) + Styled(": \(incident.target.name) ")
                    + Styled(incident.state.spaced, .bad)
                    + Styled("  down since \(incident.firstFailureAt.moment), rule \(incident.rule)", .faint)
            )
            for action in incident.actions { console.paragraph(StatusPage.styled(action), indent: 2) }
            if let until = incident.waitUntil { console.line(Styled("  waiting until \(until.moment) for it to help")) }
            if let conclusion = incident.conclusion { console.paragraph(Styled(conclusion), indent: 2) }
            console.line(Styled("  defib explain \(incident.id)", .faint))
        }
        let over = picture.incidents.filter(\.isOver)
        guard !over.isEmpty else { return }
        console.line()
        var table = Table("OVER", "TARGET", "FROM", "UNTIL", "HOW")
        for incident in over {
            table.row(
                Styled("\(incident.id)"),
                Styled(incident.target.name),
                Styled(incident.firstFailureAt.moment),
                Styled(incident.endedAt?.moment ?? "-"),
                Styled(incident.conclusion ?? incident.state)
            )
        }
        table.print(to: console)
    }

    private static func styled(_ action: ActionView) -> Styled {
        let request = action.requestID.map { ", request \($0)" } ?? ""
        return Styled("\(action.action) at \(action.intendedAt.moment): ")
            + Styled(action.state.spaced, tone(action.state))
            + Styled("\(request)\((action.detail ?? action.progress).map { ": \($0)" } ?? "")")
    }

    private static func tone(_ word: String) -> Tone {
        switch word {
        case "up", "running", "completed", "recovered": .good
        case "down", "incident", "failed", "rejected": .bad
        case "accepted", "intended": .plain
        default: .doubtful
        }
    }
}

extension String {
    /// An RFC 3339 time without its `T`, its `Z` and its milliseconds.
    fileprivate var moment: String { String(prefix(19)).replacing("T", with: " ") }
    fileprivate var spaced: String { replacing("_", with: " ") }
}

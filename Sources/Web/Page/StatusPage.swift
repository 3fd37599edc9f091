/// The page a person opens first: is the watch well, how is the fleet, what is going on.
struct StatusPage {
    let status: StatusView
    /// The worst of them.
    let targets: [TargetView]
    /// All open, and recent ones.
    let incidents: [IncidentView]

    /// A table of more is none that a person reads.
    static let mostTargets = 200
    private static let recent = 10

    var html: [UInt8] {
        var page = HTML()
        page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Defib</title>\n")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.raw("<meta http-equiv=\"refresh\" content=\"5\">\n<style>")
        page.raw(StatusPage.stylesheet)
        page.raw("</style></head><body>\n")
        heading(&page)
        notices(&page)
        list(incidents.filter { !$0.isOver }, under: "Open incidents", &page)
        fleet(&page)
        list(Array(incidents.filter(\.isOver).prefix(StatusPage.recent)), under: "Recent incidents", &page)
        footer(&page)
        page.raw("</body></html>\n")
        return page.bytes
    }

    private func heading(_ page: inout HTML) {
        page.raw("<header><h1>Defib</h1>")
        page.wrap("<span>", "\(status.targetsUp) of \(status.targetCount) up", "</span>")
        let mode = status.mode == "armed" ? "armed" : "observe: decides and tells, touches nothing"
        page.wrap("<span class=\"dim\">", mode, "</span>")
        page.wrap("<small>", "as of \(status.now), watching since \(status.startedAt)", "</small></header>\n")
    }

    private func notices(_ page: inout HTML) {
        if let reason = status.notReady { notice("Not ready", reason, &page) }
        if let pause = status.pause { notice("Paused by \(pause.by)", pause.reason, &page) }
        if status.storm.isStorm {
            let words =
                "\(status.storm.unresponsive) targets unresponsive, from \(status.storm.threshold) on nothing is sent"
            notice("Storm", words, &page)
        }
        for group in status.groups ?? [] {
            if let words = group.stormInWords { notice("Storm in \(group.name)", words, &page) }
        }
        if let latch = status.latch {
            notice("Latched by storms: nothing is sent until 'defib unlatch'", latch.reason, &page)
        }
        for silence in status.silences ?? [] {
            notice(
                "Silenced by \(silence.by) until \(silence.until)",
                "\(silence.matchInWords): \(silence.reason)",
                &page
            )
        }
        for rule in status.distrustedRules ?? [] { notice("Rule \(rule) is disarmed", "see 'defib rules'", &page) }
        if let reason = status.distrust { notice("The watchdog distrusts itself, and sends nothing", reason, &page) }
        if let fault = status.configurationFault { notice("The configuration on disk is not in force", fault, &page) }
        if let fault = status.journalFault { notice("The journal can't be written", fault, &page) }
        if let reason = status.heartbeat?.reason { notice("The heartbeat tells of a failure", reason, &page) }
        if let fault = status.heartbeat?.fault { notice("The heartbeat does not reach its service", fault, &page) }
    }

    private func notice(_ title: String, _ text: String, _ page: inout HTML) {
        page.wrap("<p class=\"notice\" role=\"status\"><strong>", title, "</strong> ")
        page.wrap("", text, "</p>\n")
    }

    private func fleet(_ page: inout HTML) {
        page.raw("<h2>Fleet</h2>\n")
        guard !targets.isEmpty else { return page.raw("<p class=\"dim\">No targets are configured.</p>\n") }
        page.raw("<div class=\"wide\"><table><thead><tr><th>Target</th><th>State</th><th>Probes</th>")
        page.raw("<th>Platform</th><th>Actions left</th></tr></thead><tbody>\n")
        for target in targets { row(target, &page) }
        page.raw("</tbody></table></div>\n")
        if let rest = status.rest(beyond: targets) { page.wrap("<p class=\"dim\">", "and \(rest)", "</p>\n") }
    }

    private func row(_ target: TargetView, _ page: inout HTML) {
        page.wrap("<tr><td><strong>", target.name, "</strong><br>")
        page.wrap("<small><code>", target.vps, "</code></small></td><td>")
        state(target.state, &page)
        if target.mode == "observe" { page.raw("<br><small>observed only</small>") }
        page.raw("</td><td>")
        for probe in target.probes {
            page.wrap("<div>", probe.name, " ")
            state(probe.state, &page)
            if let reason = probe.reason { page.wrap(" <small>", reason, "</small>") }
            page.raw("</div>")
        }
        page.wrap("</td><td>", target.powerState ?? "not listed", "</td>")
        page.wrap("<td>", target.budgetLeft.map(String.init) ?? "no limit", "</td></tr>\n")
    }

    private func list(_ incidents: [IncidentView], under title: String, _ page: inout HTML) {
        page.wrap("<h2>", title, "</h2>\n")
        if incidents.isEmpty { page.raw("<p class=\"dim\">None.</p>\n") }
        for incident in incidents { article(incident, &page) }
    }

    private func article(_ incident: IncidentView, _ page: inout HTML) {
        page.wrap("<article id=\"incident-", String(incident.id), "\">")
        page.wrap("<h3>", "\(incident.target.name) ", "")
        state(incident.state, &page)
        page.wrap("</h3><small>", "incident \(incident.id), rule \(incident.rule), down since ", "")
        page.text(incident.firstFailureAt + (incident.endedAt.map { ", over at \($0)" } ?? ""))
        page.raw("</small>")
        if let conclusion = incident.conclusion { page.wrap("<div>", conclusion, "</div>") }
        if !incident.actions.isEmpty { page.raw("<ol>") }
        for action in incident.actions {
            page.wrap("<li>", "\(action.action) at \(action.intendedAt) ", "")
            state(action.state, &page)
            if let progress = action.progress { page.wrap(" <small>", progress, "</small>") }
            if let detail = action.detail { page.wrap(" <small>", detail, "</small>") }
            page.raw("</li>")
        }
        if !incident.actions.isEmpty { page.raw("</ol>") }
        page.raw("</article>\n")
    }

    /// The word, coloured by a class of the same name.
    private func state(_ word: String, _ page: inout HTML) {
        page.wrap("<span class=\"state ", word, "\">")
        page.wrap("", word.replacing("_", with: " "), "</span>")
    }

    private func footer(_ page: inout HTML) {
        page.raw("<footer><a href=\"/metrics\">Metrics</a><a href=\"/api/v1/status\">Status</a>")
        page.raw("<a href=\"/api/v1/targets\">Targets</a><a href=\"/api/v1/incidents\">Incidents</a>")
        page.raw("<a href=\"/api/v1/decisions\">Decisions</a><a href=\"/-/ready\">Readiness</a>")
        page.wrap("<small>", "Defib \(status.version)", "</small></footer>\n")
    }
}

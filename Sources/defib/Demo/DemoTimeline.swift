import Web

/// A live timeline: one line for each change, with the time since the start.
struct DemoTimeline {
    private let console: Console
    private let start = ContinuousClock.now
    private var probes: [String: String] = [:]
    private var states: [Int64: String] = [:]
    private var actions: [Int64: String] = [:]

    init(console: Console) {
        self.console = console
    }

    mutating func show(_ targets: [TargetView], _ incidents: [IncidentView]) {
        for target in targets { show(target) }
        for incident in incidents.reversed() { show(incident) }
    }

    private mutating func show(_ target: TargetView) {
        for probe in target.probes where probe.state == "up" || probe.state == "down" {
            let before = probes.updateValue(probe.state, forKey: "\(target.name) \(probe.name)")
            guard let before, before != probe.state else { continue }
            let why = probe.reason.map { ": \($0)" } ?? ""
            say(target.name, "\(probe.name) is \(probe.state)\(why)", probe.state == "up" ? .good : .doubtful)
        }
    }

    private mutating func show(_ incident: IncidentView) {
        let before = states.updateValue(incident.state, forKey: incident.id)
        if before == nil {
            say(incident.target.name, "incident \(incident.id) opens: confirmed down by rule \(incident.rule)", .bad)
        }
        for action in incident.actions where actions.updateValue(action.state, forKey: action.id) != action.state {
            say(incident.target.name, words(for: action), .strong)
        }
        guard incident.state != before, incident.state != "open" else { return }
        let tone: Tone = incident.state == "recovered" ? .good : .doubtful
        say(incident.target.name, "\(incident.state): \(incident.conclusion ?? "")", tone)
    }

    private func words(for action: ActionView) -> String {
        switch action.state {
        case "intended": "\(action.action): every gate passed, sending"
        case "accepted": "\(action.action) accepted by the provider\(action.requestID.map { " (request \($0))" } ?? "")"
        case "completed": "\(action.action) completed, by the provider's word; waiting for the guest"
        default: "\(action.action) \(action.state)\(action.detail.map { ": \($0)" } ?? "")"
        }
    }

    func say(_ name: String, _ words: String, _ tone: Tone) {
        let elapsed = start.duration(to: .now)
        let tenths = elapsed.components.seconds * 10 + elapsed.components.attoseconds / 100_000_000_000_000_000
        let time = "\(pad("\(tenths / 600)", "0")):\(pad("\(tenths / 10 % 60)", "0")).\(tenths % 10)"
        console.line(Styled(time, .faint) + "  " + Styled(name, .strong).padded(to: 10) + Styled(words, tone))
    }

    private func pad(_ digits: String, _ filler: Character) -> String {
        digits.count < 2 ? String(filler) + digits : digits
    }
}

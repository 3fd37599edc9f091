import Engine
import Sandbox
import Web

/// Lets the fates happen, shows what becomes of them line by line, and holds the outcome against the plot.
struct DemoStory {
    struct Failure: Error {
        var words: String
    }

    let plot: DemoPlot
    let sandbox: SandboxReady
    let client: DemoClient
    /// Who is told of it as well, and must have seen it.
    let witness: NeighbourClient?
    let console: Console

    private static let look = Duration.milliseconds(200)

    func play() async throws {
        var timeline = DemoTimeline(console: console)
        var alerts = AlertWatch()
        try await follow(&timeline, &alerts, for: .seconds(60), "all guests up") { targets, _ in
            targets.count == plot.names.count
                && targets.allSatisfy { $0.state == "up" && $0.probes.allSatisfy { $0.state == "up" } }
        }
        timeline.say("", "every guest answers every probe", .good)
        // A few rounds of health first: the watchdog trusts itself only on what it has seen.
        try await Task.sleep(for: .seconds(2))
        for fate in plot.fates {
            timeline.say(plot.names[fate.guest], fate.words, .bad)
            try await client.flip(fate.change, of: sandbox.guests[fate.guest].id, body: fate.body)
        }
        try await follow(&timeline, &alerts, for: .seconds(150), "all incidents recovered") { targets, incidents in
            incidents.count == plot.fates.count && incidents.allSatisfy { $0.state == "recovered" }
                && targets.allSatisfy { $0.state == "up" }
        }
        try await verify()
        try await followAlerts(&timeline, &alerts)
    }

    /// Until every incident's alert was seen to fire and to be resolved.
    private func followAlerts(_ timeline: inout DemoTimeline, _ alerts: inout AlertWatch) async throws {
        guard witness != nil else { return }
        let patients = Set(plot.fates.map { plot.names[$0.guest] })
        let end = ContinuousClock.now + .seconds(30)
        while !patients.isSubset(of: alerts.resolved) {
            guard ContinuousClock.now < end else {
                let missing = patients.subtracting(alerts.resolved).sorted().joined(separator: ", ")
                throw Failure(words: "Alertmanager did not show as firing and then as resolved: \(missing)")
            }
            await look(&timeline, &alerts)
            try await Task.sleep(for: DemoStory.look)
        }
        guard alerts.expired.isEmpty else { throw Failure(words: "alerts ran out that should have been resolved") }
    }

    private func look(_ timeline: inout DemoTimeline, _ alerts: inout AlertWatch) async {
        guard let witness, let current = await witness.alerts() else { return }
        for change in alerts.look(current, at: WallClock.now) {
            switch change {
            case .fires(let name): timeline.say(name, "Alertmanager shows its incident firing", .doubtful)
            case .isResolved(let name): timeline.say(name, "Alertmanager shows it resolved", .good)
            case .ranOut(let name): timeline.say(name, "Alertmanager let it run out, though nobody resolved it", .bad)
            }
        }
    }

    /// Shows every change until the condition holds.
    private func follow(
        _ timeline: inout DemoTimeline,
        _ alerts: inout AlertWatch,
        for limit: Duration,
        _ what: String,
        until isReached: ([TargetView], [IncidentView]) -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if let targets = await client.targets(), let incidents = await client.incidents() {
                timeline.show(targets, incidents)
                if isReached(targets, incidents) { return }
            }
            await look(&timeline, &alerts)
            try await Task.sleep(for: DemoStory.look)
        }
        throw Failure(words: "not within \(limit): \(what)")
    }

    private func verify() async throws {
        let incidents = await client.incidents() ?? []
        for fate in plot.fates {
            let name = plot.names[fate.guest]
            guard let incident = incidents.first(where: { $0.target.name == name }) else {
                throw Failure(words: "no incident of \(name)")
            }
            let actions = incident.actions.map(\.action)
            let wanted = fate.cure.map(\.rawValue)
            guard actions == wanted, incident.curedBy == wanted.last else {
                throw Failure(words: "\(name) got \(actions), and was to get \(wanted)")
            }
        }
    }
}

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
    let console: Console

    private static let look = Duration.milliseconds(200)

    func play() async throws {
        var timeline = DemoTimeline(console: console)
        try await follow(&timeline, for: .seconds(60), "all guests up") { targets, _ in
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
        try await follow(&timeline, for: .seconds(150), "all incidents recovered") { targets, incidents in
            incidents.count == plot.fates.count && incidents.allSatisfy { $0.state == "recovered" }
                && targets.allSatisfy { $0.state == "up" }
        }
        try await verify()
    }

    /// Shows every change until the condition holds.
    private func follow(
        _ timeline: inout DemoTimeline,
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

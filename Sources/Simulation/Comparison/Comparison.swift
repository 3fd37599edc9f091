internal import Engine

/// The same episodes of the same mix, once for each decision logic.
public struct Comparison: Sendable {
    public let mix: Mix
    /// Of each kind of fault.
    public let episodes: Int

    public init(_ mix: Mix, episodes: Int) {
        self.mix = mix
        self.episodes = episodes
    }

    /// What can be compared, in the order of the table.
    public static let names =
        ["Defib, quick rules", "Defib, usual rules", PingScript.name, Monit.name, Nagios.name, LivenessProbe.name]
        + [NodeHealthCheck.name]

    /// Runs every episode with one of `names`.
    public func score(_ name: String) -> Score {
        var score = Score(name)
        for entry in mix.entries {
            let perThousandYears =
                entry.kind.isOfGuest ? 1_000 * entry.perYear : 1_000 * entry.perYear / Double(Mix.fleet)
            for episode in 0..<episodes {
                let plan = mix.episode(entry, seed: UInt64(episode))
                let tally = run(plan, name).tally
                score.take(tally, of: entry.kind, weight: perThousandYears / Double(episodes))
            }
        }
        return score
    }

    /// The stories of the episodes in which a reset struck a guest that was not hung.
    public func mistakes(of name: String) -> [String] {
        mix.entries.flatMap { entry in
            (0..<episodes).compactMap { episode -> String? in
                let plan = mix.episode(entry, seed: UInt64(episode))
                let isWrong = run(plan, name).tally.shots.contains { $0.isWrongful && $0.power == .reset }
                guard isWrong else { return nil }
                return plan.scenario(remark: name) + run(plan, name, isTold: true).story.lines.joined(separator: "\n")
            }
        }
    }

    private func run(_ plan: Plan, _ name: String, isTold: Bool = false) -> World {
        let base = plan.setup.policy
        var world: World
        switch name {
        case "Defib, quick rules": world = World(plan, policy: Remedies.quick(base), isTold: isTold)
        case "Defib, usual rules": world = World(plan, policy: Remedies.usual(base), isTold: isTold)
        default:
            let pilot = incumbent(name).map { Pilot($0, targets: plan.setup.targets) }
            world = World(plan, pilot: pilot, isTold: isTold)
        }
        world.runFreely()
        return world
    }

    private func incumbent(_ name: String) -> (any Incumbent)? {
        let all: [any Incumbent.Type] = [
            PingScript.self, Monit.self, Nagios.self, LivenessProbe.self, NodeHealthCheck.self,
        ]
        return all.first { $0.name == name }.map { $0.init(targets: Mix.fleet) }
    }
}

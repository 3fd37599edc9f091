import Engine
import Sandbox

/// The story a demonstration tells: who hangs, how, and what must have become of it.
struct DemoPlot {
    enum Kind: String, CaseIterable, Sendable {
        case light
        case qemu
    }

    /// What happens to one guest, and the actions that must have cured it.
    struct Fate {
        var guest: Int
        /// For the timeline.
        var words: String
        /// Path and body of the sandbox's own switch.
        var change: String
        var body: String
        var cure: [PowerAction]
    }

    let kind: Kind
    let names: [String]
    let fates: [Fate]
    let rule: String
    let moral: String
    /// Shares of the fleet that may fail at once: in a fleet this small, two are half of it.
    let storm = "75%"

    init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .light:
            names = ["web-1", "web-2", "web-3", "db-1"]
            fates = [
                Fate(
                    guest: 1,
                    words: "hangs softly: it accepts connections and never answers, its kernel lives",
                    change: "hang",
                    body: #"{"kind":"soft"}"#,
                    cure: [.restart]
                ),
                Fate(
                    guest: 2,
                    words: "hangs hard: it falls silent, ping included; only a reset will help",
                    change: "hang",
                    body: #"{"kind":"hard"}"#,
                    cure: [.restart, .reset]
                ),
            ]
            rule = DemoPlot.rule(for: "4s", restart: "12s", reset: "15s")
            moral = "the restart cured one, the reset the other, and nothing else was touched."
        case .qemu:
            names = ["neighbour", "linux-1"]
            fates = [
                Fate(
                    guest: 1,
                    words: "its Linux kernel panics (echo c > /proc/sysrq-trigger)",
                    change: "panic",
                    body: "{}",
                    cure: [.restart, .reset]
                )
            ]
            rule = DemoPlot.rule(for: "5s", restart: "12s", reset: "40s")
            moral = "a real kernel panicked, ignored its restart, was reset, and serves again."
        }
    }

    /// Whoever is hit hardest: the story to read afterwards.
    var patient: String { fates.last.map { names[$0.guest] } ?? "" }

    /// Light guests are numbered before real ones.
    var options: SandboxOptions {
        var options = SandboxOptions()
        options.lightGuests = kind == .light ? names.count : 1
        options.qemuGuests = kind == .qemu ? 1 : 0
        options.bootTime = .seconds(3)
        return options
    }

    private static func rule(for hold: String, restart: String, reset: String) -> String {
        """
        # Written for a demonstration: real rules wait longer.
        rules:
          - name: hung
            when: http.down and ssh.down and platform.running
            for: \(hold)
            ladder:
              - {action: restart, wait: \(restart)}
              - {action: reset, wait: \(reset)}
              - {action: page, severity: page}
            recovery: {when: http.up, for: 2s}
            limits: {cooldown: 1m, per_target: 3 per 1h}
        """
    }
}

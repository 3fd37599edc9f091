import ArgumentParser

/// The command line's root.
struct Defib: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "defib",
        abstract:
            "An automated defibrillator for VPSs: it never shocks a beating heart, and never lets a stopped one wait.",
        discussion: """
            Watches your VPSs, and brings a hung one back through the provider's power API: a graceful restart first, a \
            hard reset only when that did not help, and only when nothing in the guest shows a sign of life.

            To begin:
              defib init --token-file ./token   write a configuration that only observes
              defib check --online              ask the API what it would refuse
              defib run                         watch

            At 3 a.m.:
              defib status                      what is down, and what is being done
              defib explain web-1               what Defib saw, did and refused, and why
              defib pause --reason "..."        hands off, everywhere, now

            Exit status: 0 fine, 1 a finding or an error, 2 a command that was not understood.
            """,
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Setting up",
                subcommands: [Init.self, Check.self, TestCommand.self, ProbeCommand.self, Notify.self, VPSCommand.self]
            ),
            CommandGroup(
                name: "Watching",
                subcommands: [Run.self, Status.self, Explain.self, Replay.self, Audit.self]
            ),
            CommandGroup(
                name: "By hand",
                subcommands: [
                    Pause.self, Resume.self, Power.self, Ack.self, Close.self, Silence.self, Unlatch.self, Rules.self,
                ]
            ),
            CommandGroup(
                name: "Trying out",
                subcommands: [DemoCommand.self, SandboxCommand.self, Simulate.self] + ofMutants
            ),
        ]
    )

    /// Only where the engine was built with deliberate faults.
    private static var ofMutants: [any ParsableCommand.Type] {
        #if Mutants
            [Mutants.self]
        #else
            []
        #endif
    }
}

import ArgumentParser

/// `defib vps …`: what the provider says of the account's VPSs.
struct VPSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vps",
        abstract: "Ask the provider about the account's VPSs.",
        discussion: """
            Reads only. A VPS is named by its id, or by the name its target has in the configuration.

            Examples:
              defib vps list                 every VPS of the account, with its id
              defib vps show web-1           what the API says of one
              defib vps gates web-1          whether it would take a restart or a reset now
              defib vps list --json | jq -r '.vps[].id'
            """,
        subcommands: [VPSList.self, VPSShow.self, VPSStatus.self, VPSGates.self],
        defaultSubcommand: VPSList.self
    )
}

/// The VPS that a subcommand asks about.
struct VPSArgument: ParsableArguments {
    @Argument(help: "A target's name in the configuration, or a VPS's id (vps_...).")
    var vps: String
}

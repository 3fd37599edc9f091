internal import Engine

/// What stands around the rules in `defib.yml`, as far as it bears on what they do. What is not written stays as it was.
enum TestSettingsReader {
    static func read(_ fields: Fields, _ files: some FileSource, into policy: inout Policy) {
        policy.mode = fields.mode() ?? policy.mode
        policy.sweep = fields.duration("sweep", atLeast: Defaults.shortestSweep) ?? policy.sweep
        policy.assumeGates = fields.flag("assume_gates") ?? policy.assumeGates
        policy.assumeIdle = fields.flag("assume_idle") ?? policy.assumeIdle
        if let limits = fields.section("limits", .limits, "'limits' of \(fields.context)") {
            MainReader.read(limits, into: &policy.limits)
        }
        if fields.has("groups") { policy.groups = GroupReader.readAll(fields).map(\.limits) }
        if fields.has("windows") { policy.windows = WindowReader.readAll(fields, files).map(\.window) }
        MainReader.readBootGrace(fields, &policy.bootGrace)
    }
}

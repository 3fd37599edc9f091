internal import Engine

/// Reads `journal`: how much of the past is kept.
enum JournalSettingsReader {
    private static let exactBytes = 1 << 20...1 << 31
    private static let leastRollups = TimeSpan.hours(1)

    static func read(_ root: Fields) -> JournalSettings {
        var settings = JournalSettings()
        guard let fields = root.section("journal", .journal, "'journal'") else { return settings }
        if let exact = fields.parsed("exact", SizeSyntax.parse) {
            if exactBytes.contains(exact) {
                settings.exact = exact
            } else {
                fields.error("exact", "'exact' in 'journal' must be from 1MiB to 2048MiB")
            }
        }
        settings.rollups = fields.duration("rollups", atLeast: leastRollups) ?? settings.rollups
        // Budgets are counted from the actions in the journal, so far back.
        settings.records = fields.duration("records", atLeast: Recovered.actionsBack) ?? settings.records
        return settings
    }
}

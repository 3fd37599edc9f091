public import Engine

/// How much the journal keeps.
public struct JournalLimits: Hashable, Sendable {
    /// Of exact observations and notes; the oldest go first.
    public var exactBytes: Int
    /// Of one-minute rollups.
    public var rollups: TimeSpan
    /// Of incidents, actions, decisions and notifications that are over.
    public var records: TimeSpan
    /// What the database file may grow to; beyond it the journal reports a full disk.
    public var fileBytes: Int

    public init(
        exactBytes: Int = 256 << 20,
        rollups: TimeSpan = .hours(90 * 24),
        records: TimeSpan = .hours(400 * 24),
        fileBytes: Int = 4 << 30
    ) {
        self.exactBytes = exactBytes
        self.rollups = rollups
        self.records = records
        self.fileBytes = fileBytes
    }
}

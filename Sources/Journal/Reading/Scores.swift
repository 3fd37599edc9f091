public import Engine

extension JournalReader {
    /// What scores of rules are counted from: as far back as records are kept, up to a number no journal has that is still
    /// looked at by people.
    public func scored() throws(JournalError) -> ([IncidentRecord], [ActionRecord]) {
        (try incidents(limit: 10_000), try actions(limit: 30_000))
    }
}

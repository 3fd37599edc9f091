extension Schema {
    /// Where a replay can begin is found without reading everything that happened since.
    static let anchors = """
        CREATE INDEX event_anchor ON event (seq) WHERE kind = 'beginning';
        """
}

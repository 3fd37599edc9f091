extension Schema {
    /// Rows that wait to be packed are found without reading those that are; rollups of all series in a row a minute, and one a
    /// day. Those that earlier versions wrote stay where they are until they are too old.
    static let packing = """
        CREATE INDEX event_unpacked ON event (seq) WHERE kind = 'steps';

        CREATE TABLE rollup_block (
            seq INTEGER PRIMARY KEY,
            span INTEGER NOT NULL,
            start INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX rollup_block_by_start ON rollup_block (span, start);
        """
}

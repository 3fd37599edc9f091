/// What holds until it is replaced: operators' silences, the storms' latch, rules that are not trusted, VPSs that were
/// discovered; and guests' boots.
enum StandingKind: String {
    case silence, latch, trust, discovery
}

extension Schema {
    static let standing = """
        CREATE TABLE standing (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE boot (
            vps TEXT NOT NULL,
            began INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (vps, began)
        ) STRICT, WITHOUT ROWID;
        """
}

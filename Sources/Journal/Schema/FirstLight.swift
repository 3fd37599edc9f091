extension Schema {
    /// Times are milliseconds of `Timestamp`. `body` is the record as JSON; the other columns are what is asked for by.
    static let firstLight = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            started_at INTEGER NOT NULL,
            boot_id TEXT NOT NULL
        ) STRICT;

        CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            newest INTEGER
        ) STRICT;
        INSERT INTO state (id, newest) VALUES (1, NULL);

        CREATE TABLE incident (
            id INTEGER PRIMARY KEY,
            vps TEXT NOT NULL,
            is_over INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX incident_by_vps ON incident (vps, id);
        CREATE INDEX incident_open ON incident (id) WHERE NOT is_over;

        CREATE TABLE action (
            id INTEGER PRIMARY KEY,
            incident INTEGER,
            vps TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            at INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX action_by_incident ON action (incident, id);
        CREATE INDEX action_by_vps ON action (vps, id);
        CREATE INDEX action_by_time ON action (at);
        CREATE INDEX action_open ON action (id) WHERE is_open;

        CREATE TABLE decision (
            id INTEGER PRIMARY KEY,
            incident INTEGER,
            vps TEXT,
            at INTEGER NOT NULL,
            body BLOB NOT NULL,
            previous BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX decision_by_incident ON decision (incident, id);
        CREATE INDEX decision_by_vps ON decision (vps, id);
        CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
        BEGIN
            SELECT RAISE(ABORT, 'a decision is never changed');
        END;

        CREATE TABLE notification (
            seq INTEGER PRIMARY KEY,
            id INTEGER NOT NULL,
            receiver TEXT NOT NULL,
            incident INTEGER,
            vps TEXT,
            is_pending INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (id, receiver)
        ) STRICT;
        CREATE INDEX notification_by_incident ON notification (incident, id);
        CREATE INDEX notification_by_vps ON notification (vps, id);
        CREATE INDEX notification_pending ON notification (id) WHERE is_pending;

        CREATE TABLE proof (
            vps TEXT NOT NULL,
            probe TEXT NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (vps, probe)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE pause (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE layout (
            run INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (run, epoch)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            owner TEXT NOT NULL,
            probe TEXT NOT NULL,
            UNIQUE (owner, probe)
        ) STRICT;

        CREATE TABLE rollup (
            series INTEGER NOT NULL,
            minute INTEGER NOT NULL,
            up INTEGER NOT NULL,
            down INTEGER NOT NULL,
            unknown INTEGER NOT NULL,
            slowest INTEGER NOT NULL,
            PRIMARY KEY (series, minute)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rollup_by_minute ON rollup (minute);
        """
}

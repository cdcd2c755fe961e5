-- Times are ticks of 100 ns in UTC since year 1: what DateTimeOffset.UtcTicks gives, exact and ordered.

CREATE TABLE grain_state (
    grain_type TEXT NOT NULL,
    state_name TEXT NOT NULL,
    grain_key  TEXT NOT NULL,
    etag       INTEGER NOT NULL,
    json       TEXT NOT NULL,
    modified   INTEGER NOT NULL,
    PRIMARY KEY (grain_type, state_name, grain_key)
) WITHOUT ROWID;

CREATE TABLE ledgers (
    shard    INTEGER PRIMARY KEY,
    ledger   TEXT NOT NULL,
    revision INTEGER NOT NULL
);

CREATE TABLE bans (
    shard    INTEGER NOT NULL,
    prefix   TEXT NOT NULL,
    origin   INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    created  INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    score    REAL NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (shard, prefix, origin)
) WITHOUT ROWID;

CREATE INDEX bans_by_end ON bans (shard, expires);

CREATE TABLE tokens (
    id      TEXT PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    roles   TEXT NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER
);

CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    source  TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason  TEXT NOT NULL,
    outcome TEXT NOT NULL,
    before  TEXT,
    after   TEXT
);

-- Append-only: nothing is rewritten, and only what lies a million entries back may be forgotten.
CREATE TRIGGER audit_is_never_rewritten BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
WHEN old.id > (SELECT max(id) FROM audit) - 1000000
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_bounded AFTER INSERT ON audit
WHEN new.id > 1000000
BEGIN
    DELETE FROM audit WHERE id <= new.id - 1000000;
END;

-- People who sign in, and their sessions. Times are ticks as in 0001; of secrets, hashes only.

CREATE TABLE users (
    key        TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    hash       BLOB NOT NULL,
    salt       BLOB NOT NULL,
    iterations INTEGER NOT NULL,
    created    INTEGER NOT NULL,
    signed_in  INTEGER
) WITHOUT ROWID;

-- Of a user (their key) or of the token (its id) that it was opened with.
CREATE TABLE sessions (
    id      TEXT PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,
    user    TEXT,
    token   TEXT,
    name    TEXT NOT NULL,
    roles   TEXT NOT NULL,
    source  TEXT NOT NULL,
    via     TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) WITHOUT ROWID;

ALTER TABLE tokens ADD COLUMN once INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN expires INTEGER;

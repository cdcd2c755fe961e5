-- Block lists as last taken. Times are ticks as elsewhere; entries are 17 bytes each: the address (IPv4 mapped), then the length.
CREATE TABLE feeds (
    name     TEXT PRIMARY KEY,
    url      TEXT NOT NULL,
    etag     TEXT,
    modified TEXT,
    hash     BLOB NOT NULL,
    changed  INTEGER NOT NULL,
    renewed  INTEGER NOT NULL,
    skipped  INTEGER NOT NULL,
    entries  BLOB NOT NULL
);

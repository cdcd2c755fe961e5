-- What a keyed write was answered, so that the same write sent again is not done again. Kept for a day; the store bounds how many.

CREATE TABLE idempotency (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    token        TEXT NOT NULL,
    key          TEXT NOT NULL,
    request      BLOB NOT NULL,
    status       INTEGER NOT NULL,
    content_type TEXT,
    reply        BLOB,
    at           INTEGER NOT NULL,
    UNIQUE (token, key)
);

CREATE INDEX idempotency_by_age ON idempotency (at);

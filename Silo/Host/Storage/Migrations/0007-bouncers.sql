-- Firewalls of other makers that pull decisions: how far each has come, and which bans have ended lately, so that each can be told.
-- Times are ticks as in 0001.

CREATE TABLE bouncers (
    token    TEXT NOT NULL,
    address  TEXT NOT NULL,
    agent    TEXT NOT NULL,
    ledger   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    pulled   INTEGER NOT NULL,
    PRIMARY KEY (token, address)
) WITHOUT ROWID;

CREATE INDEX bouncers_by_pull ON bouncers (pulled);

CREATE TABLE ban_ends (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    prefix TEXT NOT NULL
);

CREATE INDEX ban_ends_by_time ON ban_ends (at);

-- Written only while somebody has pulled within a day, and at most a million: who comes back later starts anew.
CREATE TRIGGER ban_end_is_kept AFTER DELETE ON bans
WHEN EXISTS (SELECT 1 FROM bouncers WHERE pulled > CAST((julianday('now') - 1721426.5) * 864000000000.0 AS INTEGER))
BEGIN
    INSERT INTO ban_ends (at, prefix)
    VALUES (min(old.expires, CAST((julianday('now') - 1721425.5) * 864000000000.0 AS INTEGER)), old.prefix);
END;

-- A ban that is replaced leaves its old end: what a firewall was told ends then, and it must be told anew.
CREATE TRIGGER ban_end_is_kept_when_replaced BEFORE INSERT ON bans
WHEN EXISTS (SELECT 1 FROM bouncers WHERE pulled > CAST((julianday('now') - 1721426.5) * 864000000000.0 AS INTEGER))
BEGIN
    INSERT INTO ban_ends (at, prefix)
    SELECT expires, prefix FROM bans WHERE shard = new.shard AND prefix = new.prefix AND origin = new.origin AND expires <> new.expires;
END;

CREATE TRIGGER ban_ends_are_bounded AFTER INSERT ON ban_ends
WHEN new.id > 1000000
BEGIN
    DELETE FROM ban_ends WHERE id <= new.id - 1000000;
END;

-- What sensors claimed, for simulations: a row per incident and minute, holding the totals at that minute's end. A ring: old rows go.
-- Times are ticks of 100 ns in UTC since year 1; a minute is such a time divided by the ticks of a minute.

CREATE TABLE evidence_runs (
    id     INTEGER PRIMARY KEY,
    sensor TEXT NOT NULL,
    start  TEXT NOT NULL,
    minute INTEGER NOT NULL,
    UNIQUE (sensor, start)
);

CREATE TABLE evidence (
    source        BLOB NOT NULL,
    minute        INTEGER NOT NULL,
    run           INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    technique     TEXT NOT NULL,
    incident      INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    count         INTEGER NOT NULL,
    ports         INTEGER NOT NULL,
    targets       INTEGER NOT NULL,
    first_seen    INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    verified      INTEGER NOT NULL,
    severity      INTEGER NOT NULL,
    began         INTEGER,
    last_data     INTEGER,
    network_began INTEGER,
    network_last  INTEGER,
    PRIMARY KEY (source, minute, run, kind, technique, incident)
) WITHOUT ROWID;

CREATE INDEX evidence_by_minute ON evidence (minute);

CREATE TABLE evidence_postures (
    at    INTEGER PRIMARY KEY,
    level INTEGER NOT NULL
);

-- How the fleet felt: steps of 10 seconds, kept for a day, and of 60, kept for 30 days.
-- Evidence is JSON: [{"kind": ..., "technique": ..., "items": ..., "points": ...}], at most some 50 entries.

CREATE TABLE qualia (
    step             INTEGER NOT NULL,
    at               INTEGER NOT NULL,
    seconds          INTEGER NOT NULL,
    pressure         REAL NOT NULL,
    temperature      REAL NOT NULL,
    pain             REAL NOT NULL,
    peak_pressure    REAL NOT NULL,
    peak_temperature REAL NOT NULL,
    peak_pain        REAL NOT NULL,
    items            REAL NOT NULL,
    bans             REAL NOT NULL,
    packets          REAL NOT NULL,
    online           REAL NOT NULL,
    evidence         TEXT NOT NULL,
    PRIMARY KEY (step, at)
) WITHOUT ROWID;

-- Who willed which posture when; the last 10,000 changes.
CREATE TABLE posture_history (
    version INTEGER PRIMARY KEY,
    began   INTEGER NOT NULL,
    level   INTEGER NOT NULL,
    mode    INTEGER NOT NULL,
    set_by  TEXT NOT NULL,
    reason  TEXT NOT NULL,
    set_at  INTEGER NOT NULL,
    planned INTEGER
);

CREATE TRIGGER posture_history_is_bounded AFTER INSERT ON posture_history
BEGIN
    DELETE FROM posture_history WHERE version <= new.version - 10000;
END;

-- What people want to see of recorded evidence: what the sensor said of it, and the ports it was aimed at (2 bytes each, network order;
-- NULL when not told).
ALTER TABLE evidence ADD COLUMN sample TEXT;
ALTER TABLE evidence ADD COLUMN top_ports BLOB;

-- Evidence is listed by the time it was told; whatever was found by minute is found by that as well.
DROP INDEX evidence_by_minute;
CREATE INDEX evidence_by_time ON evidence (at, source, minute, run, kind, technique, incident);

-- Packets that bans dropped in the fleet's kernels.
ALTER TABLE qualia ADD COLUMN dropped REAL NOT NULL DEFAULT 0;

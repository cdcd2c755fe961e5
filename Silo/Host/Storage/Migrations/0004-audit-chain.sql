-- Each entry holds the hash of its content and of the entry before it, so that a changed, removed or inserted one shows. Entries older
-- than this have none; the chain begins with the first after them.
ALTER TABLE audit ADD COLUMN hash BLOB;

-- "What happened to this address?" must not read a million entries.
CREATE INDEX audit_by_subject ON audit (subject, id);

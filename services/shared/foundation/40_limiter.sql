-- Counts of failures and of volume, exact under load (services/shared/limiter.py). A working table:
-- unlogged, because after a crash an empty one is right; names are hashed, so it holds no person.
CREATE UNLOGGED TABLE IF NOT EXISTS working.limiter (
    bucket bytea PRIMARY KEY,
    count integer NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_limiter_ends_at ON working.limiter (ends_at);
ALTER TABLE working.limiter OWNER TO lantern_owner;
REVOKE ALL ON working.limiter FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON working.limiter TO lantern_services;

-- The audit trail: insert only, each row with its own HMAC (the key is not in the database), no lock.
-- The sealer chains the rows of each school within two seconds (services/shared/sealer.py).
CREATE TABLE IF NOT EXISTS audit.entry (
    id uuid PRIMARY KEY,
    school_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_kind text NOT NULL,
    act text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    facts jsonb NOT NULL DEFAULT '{}',
    content_sha256 bytea,
    mac bytea NOT NULL,
    CONSTRAINT ck_entry_facts CHECK (jsonb_typeof(facts) = 'object'),
    CONSTRAINT ck_entry_content CHECK (content_sha256 IS NULL OR length(content_sha256) = 32),
    CONSTRAINT ck_entry_mac CHECK (length(mac) = 32)
);
CREATE INDEX IF NOT EXISTS ix_entry_transaction_id ON audit.entry (transaction_id, position);
CREATE INDEX IF NOT EXISTS ix_entry_school_id_position ON audit.entry (school_id, position);
CREATE INDEX IF NOT EXISTS ix_entry_subject ON audit.entry (school_id, subject_id, at);

-- `number` counts per school, `place` over all schools: the newest place is where sealing stands.
CREATE TABLE IF NOT EXISTS audit.seal (
    school_id uuid NOT NULL,
    number bigint NOT NULL,
    place bigint NOT NULL,
    entry_id uuid NOT NULL,
    at timestamptz NOT NULL,
    chain bytea NOT NULL,
    CONSTRAINT pk_seal PRIMARY KEY (school_id, number),
    CONSTRAINT uq_seal_place UNIQUE (place),
    CONSTRAINT uq_seal_entry_id UNIQUE (entry_id),
    CONSTRAINT fk_seal_entry_id FOREIGN KEY (entry_id) REFERENCES audit.entry (id),
    CONSTRAINT ck_seal_chain CHECK (length(chain) = 32)
);

ALTER TABLE audit.entry OWNER TO lantern_owner;
ALTER TABLE audit.seal OWNER TO lantern_owner;
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entry FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seal FORCE ROW LEVEL SECURITY;

-- A service adds rows about its caller's school, and can neither read nor change any.
DROP POLICY IF EXISTS own_school ON audit.entry;
CREATE POLICY own_school ON audit.entry FOR INSERT TO lantern_services
    WITH CHECK (school_id = directory.current_school());
DROP POLICY IF EXISTS sealer_reads ON audit.entry;
CREATE POLICY sealer_reads ON audit.entry FOR SELECT TO sealer_service USING (true);
DROP POLICY IF EXISTS sealer_reads ON audit.seal;
CREATE POLICY sealer_reads ON audit.seal FOR SELECT TO sealer_service USING (true);
DROP POLICY IF EXISTS sealer_seals ON audit.seal;
CREATE POLICY sealer_seals ON audit.seal FOR INSERT TO sealer_service WITH CHECK (true);

REVOKE ALL ON audit.entry, audit.seal FROM PUBLIC, lantern_services, sealer_service;
GRANT INSERT (id, school_id, at, actor_id, actor_kind, act, subject_kind, subject_id, facts,
              content_sha256, mac) ON audit.entry TO lantern_services;
GRANT SELECT ON audit.entry, audit.seal TO sealer_service;
GRANT INSERT ON audit.seal TO sealer_service;

"""Searches, decisions about deletion, and quarantines: what was asked, answered and done."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE devices.proceeding (
        id uuid CONSTRAINT pk_proceeding PRIMARY KEY,
        school_id uuid NOT NULL,
        kind varchar NOT NULL CONSTRAINT ck_proceeding_kind CHECK (kind IN
            ('search', 'deletion', 'quarantine')),
        device_id uuid CONSTRAINT fk_proceeding_device_id REFERENCES devices.device (id),
        about_person_id uuid,
        opened_by uuid NOT NULL,
        opened_at timestamptz NOT NULL,
        request_key uuid NOT NULL,
        request_sealed bytea NOT NULL,
        key_id uuid NOT NULL,
        CONSTRAINT uq_proceeding_school_id_request_key UNIQUE (school_id, request_key),
        CONSTRAINT ck_proceeding_search_has_a_device
            CHECK (kind <> 'search' OR device_id IS NOT NULL),
        CONSTRAINT ck_proceeding_quarantine_is_not_a_childs
            CHECK (kind <> 'quarantine' OR device_id IS NULL)
    )
    """,
    """
    CREATE INDEX ix_proceeding_school_id_kind_opened_at
        ON devices.proceeding (school_id, kind, opened_at, id)
    """,
    "CREATE INDEX ix_proceeding_device_id ON devices.proceeding (device_id)",
    """
    CREATE TABLE devices.proceeding_act (
        id uuid CONSTRAINT pk_proceeding_act PRIMARY KEY,
        school_id uuid NOT NULL,
        proceeding_id uuid NOT NULL
            CONSTRAINT fk_proceeding_act_proceeding_id REFERENCES devices.proceeding (id),
        seq integer NOT NULL CONSTRAINT ck_proceeding_act_seq CHECK (seq > 0),
        act varchar NOT NULL CONSTRAINT ck_proceeding_act_act CHECK (act IN
            ('proposed', 'answered', 'authorised', 'refused', 'carried_out', 'stopped',
             'illegal_found', 'parents_told', 'parents_not_told', 'reviewed',
             'asked', 'allowed', 'done',
             'withdrawn', 'keeper_named', 'police_advised', 'police_leave', 'ended')),
        at timestamptz NOT NULL,
        by_person_id uuid NOT NULL,
        to_person_id uuid,
        words_sealed bytea,
        key_id uuid,
        CONSTRAINT uq_proceeding_act_proceeding_id_seq UNIQUE (proceeding_id, seq),
        CONSTRAINT ck_proceeding_act_with_words CHECK (act NOT IN
            ('proposed', 'answered', 'refused', 'carried_out', 'stopped', 'illegal_found',
             'parents_told', 'parents_not_told', 'reviewed', 'asked', 'done', 'withdrawn',
             'police_advised', 'police_leave', 'ended')
            OR words_sealed IS NOT NULL),
        CONSTRAINT ck_proceeding_act_keeper_is_somebody
            CHECK (act <> 'keeper_named' OR to_person_id IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_proceeding_act_school_id ON devices.proceeding_act (school_id)",
)


def upgrade() -> None:
    """Make two tables that only grow, with forced row security."""
    for statement in TABLES:
        op.execute(statement)
    for table in ("proceeding", "proceeding_act"):
        protect(op, f"devices.{table}")
        grant(op, f"devices.{table}", to="devices_service", rights="SELECT, INSERT")

"""The daily hand-in (dw1), and the registers that the office's way of it needs."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE devices.arrival_permission (
        id uuid CONSTRAINT pk_arrival_permission PRIMARY KEY,
        school_id uuid NOT NULL,
        pupil_id uuid NOT NULL,
        kind varchar NOT NULL CONSTRAINT ck_arrival_permission_kind
            CHECK (kind IN ('parent_request', 'adjustment')),
        guardian_id uuid,
        written_on date NOT NULL,
        ends_on date,
        words_sealed bytea NOT NULL,
        key_id uuid NOT NULL,
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL,
        request_key uuid NOT NULL,
        CONSTRAINT uq_arrival_permission_school_id_request_key UNIQUE (school_id, request_key),
        CONSTRAINT ck_arrival_permission_a_request_is_somebodys
            CHECK ((kind = 'parent_request') = (guardian_id IS NOT NULL)),
        CONSTRAINT ck_arrival_permission_ends_after_it_began
            CHECK (ends_on IS NULL OR ends_on >= written_on)
    )
    """,
    """
    CREATE INDEX ix_arrival_permission_school_id_pupil_id
        ON devices.arrival_permission (school_id, pupil_id)
    """,
    """
    CREATE TABLE devices.arrival_permission_end (
        permission_id uuid CONSTRAINT pk_arrival_permission_end PRIMARY KEY
            CONSTRAINT fk_arrival_permission_end_permission_id
            REFERENCES devices.arrival_permission (id),
        school_id uuid NOT NULL,
        ended_by uuid NOT NULL,
        ended_at timestamptz NOT NULL
    )
    """,
    """
    CREATE INDEX ix_arrival_permission_end_school_id
        ON devices.arrival_permission_end (school_id)
    """,
    """
    CREATE TABLE devices.hand_in_event (
        id uuid CONSTRAINT pk_hand_in_event PRIMARY KEY,
        school_id uuid NOT NULL,
        pupil_id uuid NOT NULL,
        class_id uuid NOT NULL,
        on_date date NOT NULL,
        seq integer NOT NULL CONSTRAINT ck_hand_in_event_seq CHECK (seq > 0),
        act varchar NOT NULL CONSTRAINT ck_hand_in_event_act
            CHECK (act IN ('handed_in', 'given_back')),
        tray integer NOT NULL CONSTRAINT ck_hand_in_event_tray CHECK (tray BETWEEN 1 AND 999),
        at timestamptz NOT NULL,
        by_person_id uuid NOT NULL,
        CONSTRAINT uq_hand_in_event_pupil_id_on_date_seq UNIQUE (pupil_id, on_date, seq)
    )
    """,
    "CREATE INDEX ix_hand_in_event_school_id ON devices.hand_in_event (school_id, on_date)",
    """
    CREATE TABLE devices.hand_in_state (
        pupil_id uuid NOT NULL,
        on_date date NOT NULL,
        school_id uuid NOT NULL,
        class_id uuid NOT NULL,
        seq integer NOT NULL,
        is_in boolean NOT NULL,
        tray integer NOT NULL,
        handed_in_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by uuid NOT NULL,
        CONSTRAINT pk_hand_in_state PRIMARY KEY (pupil_id, on_date)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_hand_in_state_one_device_in_a_tray
        ON devices.hand_in_state (class_id, on_date, tray) WHERE is_in
    """,
    """
    CREATE INDEX ix_hand_in_state_still_here
        ON devices.hand_in_state (school_id, on_date) WHERE is_in
    """,
    "CREATE INDEX ix_hand_in_state_class_id_on_date ON devices.hand_in_state (class_id, on_date)",
)
RECORDS = ("arrival_permission", "arrival_permission_end", "hand_in_event")


def upgrade() -> None:
    """Make the registers, the hand-in and its projection, with forced row security."""
    for statement in TABLES:
        op.execute(statement)
    for table in RECORDS:
        protect(op, f"devices.{table}")
        grant(op, f"devices.{table}", to="devices_service", rights="SELECT, INSERT")
    protect(op, "devices.hand_in_state")
    grant(op, "devices.hand_in_state", to="devices_service", rights="SELECT, INSERT, UPDATE")

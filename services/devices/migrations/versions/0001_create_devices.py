"""Devices, their chain of custody, the places they are kept, and what parents were told."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE devices.school_key (
        school_id uuid CONSTRAINT pk_school_key PRIMARY KEY,
        wrapped bytea NOT NULL,
        key_id uuid NOT NULL,
        data_wrapped bytea NOT NULL,
        made_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE devices.place (
        id uuid CONSTRAINT pk_place PRIMARY KEY,
        school_id uuid NOT NULL,
        name varchar NOT NULL
            CONSTRAINT ck_place_named CHECK (length(btrim(name)) BETWEEN 2 AND 80),
        made_by uuid NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT uq_place_school_id_name UNIQUE (school_id, name)
    )
    """,
    """
    CREATE TABLE devices.device (
        id uuid CONSTRAINT pk_device PRIMARY KEY,
        school_id uuid NOT NULL,
        reference varchar NOT NULL,
        label_code varchar NOT NULL CONSTRAINT uq_device_label_code UNIQUE,
        pupil_id uuid NOT NULL,
        ground varchar NOT NULL CONSTRAINT ck_device_ground CHECK (ground IN
            ('school_rule', 'bullying', 'sexual_imagery', 'illegal_content', 'network_harm',
             'exam', 'barred_place')),
        kind varchar NOT NULL CONSTRAINT ck_device_kind CHECK (kind IN
            ('phone', 'tablet', 'watch', 'console', 'other')),
        power_state varchar NOT NULL CONSTRAINT ck_device_power_state CHECK (power_state IN
            ('on', 'off', 'locked', 'unknown')),
        legal_basis varchar NOT NULL,
        description_sealed bytea NOT NULL,
        key_id uuid NOT NULL,
        seal_number varchar,
        taken_by uuid NOT NULL,
        taken_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        request_key uuid NOT NULL,
        request_sealed bytea NOT NULL,
        CONSTRAINT uq_device_school_id_request_key UNIQUE (school_id, request_key),
        CONSTRAINT uq_device_school_id_reference UNIQUE (school_id, reference)
    )
    """,
    "CREATE INDEX ix_device_school_id_pupil_id ON devices.device (school_id, pupil_id)",
    """
    CREATE TABLE devices.custody_event (
        id uuid CONSTRAINT pk_custody_event PRIMARY KEY,
        school_id uuid NOT NULL,
        device_id uuid NOT NULL
            CONSTRAINT fk_custody_event_device_id REFERENCES devices.device (id),
        seq integer NOT NULL CONSTRAINT ck_custody_event_seq CHECK (seq > 0),
        act varchar NOT NULL CONSTRAINT ck_custody_event_act CHECK (act IN
            ('taken', 'confirmed', 'stored', 'handed_over', 'held_as_evidence', 'hold_lifted',
             'linked', 'returned')),
        at timestamptz NOT NULL,
        by_person_id uuid NOT NULL,
        to_person_id uuid,
        place_id uuid CONSTRAINT fk_custody_event_place_id REFERENCES devices.place (id),
        link_id uuid,
        seal_number varchar,
        words_sealed bytea,
        key_id uuid,
        CONSTRAINT uq_custody_event_device_id_seq UNIQUE (device_id, seq),
        CONSTRAINT ck_custody_event_taken_into_a_place
            CHECK (act <> 'taken' OR place_id IS NOT NULL),
        CONSTRAINT ck_custody_event_reaches_somebody
            CHECK (act NOT IN ('handed_over', 'returned') OR to_person_id IS NOT NULL),
        CONSTRAINT ck_custody_event_lifted_with_a_reason
            CHECK (act <> 'hold_lifted' OR words_sealed IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_custody_event_school_id ON devices.custody_event (school_id)",
    "CREATE INDEX ix_custody_event_place_id ON devices.custody_event (place_id)",
    """
    CREATE TABLE devices.device_state (
        device_id uuid CONSTRAINT pk_device_state PRIMARY KEY
            CONSTRAINT fk_device_state_device_id REFERENCES devices.device (id),
        school_id uuid NOT NULL,
        seq integer NOT NULL,
        state varchar NOT NULL CONSTRAINT ck_device_state_state CHECK (state IN
            ('safe_keeping', 'held', 'held_as_evidence', 'returned')),
        place_id uuid CONSTRAINT fk_device_state_place_id REFERENCES devices.place (id),
        keeper_id uuid,
        returned_to uuid,
        is_confirmed boolean NOT NULL,
        link_id uuid,
        taken_by uuid NOT NULL,
        due_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT ck_device_state_in_one_place
            CHECK (num_nonnulls(place_id, keeper_id, returned_to) = 1),
        CONSTRAINT ck_device_state_back_is_back
            CHECK ((state = 'returned') = (returned_to IS NOT NULL))
    )
    """,
    """
    CREATE INDEX ix_device_state_school_id_due_at_device_id
        ON devices.device_state (school_id, due_at, device_id)
    """,
    """
    CREATE INDEX ix_device_state_still_here
        ON devices.device_state (school_id, due_at, device_id) WHERE state <> 'returned'
    """,
    "CREATE INDEX ix_device_state_place_id ON devices.device_state (place_id)",
    "CREATE INDEX ix_device_state_link_id ON devices.device_state (link_id)",
    """
    CREATE TABLE devices.notice (
        id uuid CONSTRAINT pk_notice PRIMARY KEY,
        school_id uuid NOT NULL,
        device_id uuid NOT NULL CONSTRAINT fk_notice_device_id REFERENCES devices.device (id),
        pupil_id uuid NOT NULL,
        guardian_id uuid NOT NULL,
        is_automatic boolean NOT NULL,
        released_by uuid NOT NULL,
        released_at timestamptz NOT NULL,
        words_sealed bytea NOT NULL,
        key_id uuid NOT NULL,
        CONSTRAINT uq_notice_device_id_guardian_id UNIQUE (device_id, guardian_id)
    )
    """,
    "CREATE INDEX ix_notice_school_id ON devices.notice (school_id)",
    """
    CREATE TABLE devices.notice_decision (
        id uuid CONSTRAINT pk_notice_decision PRIMARY KEY,
        school_id uuid NOT NULL,
        device_id uuid NOT NULL
            CONSTRAINT fk_notice_decision_device_id REFERENCES devices.device (id),
        guardian_id uuid NOT NULL,
        answer varchar NOT NULL
            CONSTRAINT ck_notice_decision_answer CHECK (answer IN ('yes', 'no')),
        reason_sealed bytea,
        key_id uuid NOT NULL,
        decided_by uuid NOT NULL,
        decided_at timestamptz NOT NULL,
        CONSTRAINT ck_notice_decision_yes_has_a_reason
            CHECK (answer = 'no' OR reason_sealed IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_notice_decision_school_id ON devices.notice_decision (school_id)",
    "CREATE INDEX ix_notice_decision_device_id ON devices.notice_decision (device_id)",
    """
    CREATE TABLE devices.notice_event (
        id uuid CONSTRAINT pk_notice_event PRIMARY KEY,
        school_id uuid NOT NULL,
        notice_id uuid NOT NULL CONSTRAINT fk_notice_event_notice_id REFERENCES devices.notice (id),
        seq integer NOT NULL,
        act varchar NOT NULL CONSTRAINT ck_notice_event_act CHECK (act IN
            ('new_code', 'wrong_code', 'opened', 'acknowledged', 'given_back')),
        at timestamptz NOT NULL,
        by_person_id uuid,
        code_sealed bytea,
        ticket_sha256 bytea,
        key_id uuid,
        CONSTRAINT uq_notice_event_notice_id_seq UNIQUE (notice_id, seq),
        CONSTRAINT ck_notice_event_code_is_sealed
            CHECK ((act = 'new_code') = (code_sealed IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_notice_event_school_id ON devices.notice_event (school_id)",
)

RECORDS = (
    "school_key",
    "place",
    "device",
    "custody_event",
    "notice",
    "notice_decision",
    "notice_event",
)

# One lock by case and device (architecture.md 3, way 4): a case that closes and a device that is
# taken for it cannot pass each other. Only the asking school's devices are counted.
HELD_DEVICES = """
CREATE FUNCTION published.held_devices(link_id uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
    AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(held_devices.link_id::text, 7));
        RETURN (SELECT count(*) FROM devices.device_state AS one
                WHERE one.link_id = held_devices.link_id AND one.state <> 'returned'
                  AND one.school_id = directory.current_school());
    END
    $$
"""

# A parent's link names only the notice: this finds the school whose rows may then be read.
SCHOOL_OF_NOTICE = """
CREATE FUNCTION devices.school_of_notice(notice_id uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$ SELECT school_id FROM devices.notice WHERE id = notice_id $$
"""


def upgrade() -> None:
    """Make the tables, force row security, and publish how many devices a case holds."""
    for statement in TABLES:
        op.execute(statement)
    for table in RECORDS:
        protect(op, f"devices.{table}")
        grant(op, f"devices.{table}", to="devices_service", rights="SELECT, INSERT")
    protect(op, "devices.device_state")
    grant(op, "devices.device_state", to="devices_service", rights="SELECT, INSERT, UPDATE")
    define(op, "published.held_devices(uuid)", HELD_DEVICES, to="reporting_service")
    define(op, "devices.school_of_notice(uuid)", SCHOOL_OF_NOTICE, to="devices_service")

"""A parent names a collector in writing, a device is kept longer, overdue ones are chased (dw4)."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHANGES = (
    """
    CREATE TABLE devices.named_collector (
        id uuid CONSTRAINT pk_named_collector PRIMARY KEY,
        school_id uuid NOT NULL,
        device_id uuid NOT NULL
            CONSTRAINT fk_named_collector_device_id REFERENCES devices.device (id),
        display_name varchar NOT NULL CONSTRAINT ck_named_collector_named
            CHECK (length(btrim(display_name)) BETWEEN 2 AND 120),
        relationship varchar NOT NULL,
        named_by uuid NOT NULL,
        written_on date NOT NULL,
        recorded_by uuid NOT NULL,
        recorded_at timestamptz NOT NULL,
        request_key uuid NOT NULL,
        CONSTRAINT uq_named_collector_school_id_request_key UNIQUE (school_id, request_key)
    )
    """,
    "CREATE INDEX ix_named_collector_device_id ON devices.named_collector (device_id)",
    "ALTER TABLE devices.custody_event DROP CONSTRAINT ck_custody_event_act",
    """
    ALTER TABLE devices.custody_event ADD CONSTRAINT ck_custody_event_act CHECK (act IN
        ('taken', 'confirmed', 'stored', 'handed_over', 'held_as_evidence', 'hold_lifted',
         'linked', 'returned', 'searched', 'handed_to_police', 'returned_by_police',
         'kept_longer'))
    """,
    """
    ALTER TABLE devices.custody_event ADD CONSTRAINT ck_custody_event_longer_with_a_reason
        CHECK (act <> 'kept_longer' OR words_sealed IS NOT NULL)
    """,
    "ALTER TABLE devices.notice_event DROP CONSTRAINT ck_notice_event_act",
    """
    ALTER TABLE devices.notice_event ADD CONSTRAINT ck_notice_event_act CHECK (act IN
        ('new_code', 'wrong_code', 'opened', 'acknowledged', 'kept', 'freed', 'given_back',
         'reminded'))
    """,
)

# What the worker chases: overdue, without a case, of every school (G-17: with a case a named
# person releases each reminder). Ids only; the reminder itself is made under row security.
OVERDUE = """
CREATE FUNCTION devices.overdue_devices(before timestamptz)
    RETURNS TABLE (school_id uuid, device_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    AS $$
        SELECT one.school_id, one.device_id FROM devices.device_state AS one
        WHERE one.state IN ('held', 'safe_keeping') AND one.link_id IS NULL
          AND one.due_at < before
        ORDER BY one.due_at, one.device_id
    $$
"""


def upgrade() -> None:
    """Let a named person collect, a device stay longer, and a parent be reminded."""
    for statement in CHANGES:
        op.execute(statement)
    protect(op, "devices.named_collector")
    grant(op, "devices.named_collector", to="devices_service", rights="SELECT, INSERT")
    define(op, "devices.overdue_devices(timestamptz)", OVERDUE, to="devices_service")

"""Know what a provider said later, and which provider is failing."""

from alembic import op

from services.shared.migrations import define, grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CHANGES = (
    """
    ALTER TABLE notifications.delivery
        ADD provider_ref varchar, ADD next_status_at timestamptz, ADD delivered_at timestamptz
    """,
    "CREATE INDEX ix_delivery_next_status_at ON notifications.delivery (next_status_at)",
    """
    CREATE TABLE notifications.provider (
        channel varchar NOT NULL,
        is_failing boolean NOT NULL,
        reason varchar,
        since timestamptz NOT NULL,
        CONSTRAINT pk_provider PRIMARY KEY (channel)
    )
    """,
)
DUE_STATUSES = """
CREATE FUNCTION notifications.due_statuses(at timestamptz, most int)
RETURNS TABLE (school_id uuid, delivery_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.school_id, d.id FROM notifications.delivery d
    WHERE d.next_status_at <= at ORDER BY d.next_status_at LIMIT most
$$"""


def upgrade() -> None:
    """Add what is followed up, and the providers; nothing of any school stands in their rows."""
    for statement in CHANGES:
        op.execute(statement)
    to = "notifications_service"
    grant(op, "notifications.provider", to=to, rights="SELECT, INSERT, UPDATE")
    define(op, "notifications.due_statuses(timestamptz, int)", DUE_STATUSES, to=to)

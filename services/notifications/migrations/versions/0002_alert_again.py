"""Let a concern raise another alert once the one before has been answered."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a concern have several alerts, of which at most the newest is unanswered."""
    op.execute("ALTER TABLE notifications.alert DROP CONSTRAINT uq_alert_concern_id")
    op.execute(
        "CREATE INDEX ix_alert_concern_id_raised_at ON notifications.alert (concern_id, raised_at)"
    )

"""A guardian may be written to once more about the same notice: one reminder a day."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHANGES = (
    "ALTER TABLE notifications.delivery ADD reminder integer NOT NULL DEFAULT 0",
    """
    ALTER TABLE notifications.delivery
        DROP CONSTRAINT uq_delivery_notice_id_person_id_channel,
        ADD CONSTRAINT uq_delivery_notice_id_person_id_channel_reminder
            UNIQUE (notice_id, person_id, channel, reminder)
    """,
)


def upgrade() -> None:
    """Let a delivery say of which day's reminder it is; 0 is the notice itself."""
    for statement in CHANGES:
        op.execute(statement)

"""A notice says so when its device is held for the police, and when that ends."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let two more things happen to a notice."""
    op.execute("ALTER TABLE devices.notice_event DROP CONSTRAINT ck_notice_event_act")
    op.execute(
        """
        ALTER TABLE devices.notice_event ADD CONSTRAINT ck_notice_event_act CHECK (act IN
            ('new_code', 'wrong_code', 'opened', 'acknowledged', 'kept', 'freed', 'given_back'))
        """
    )

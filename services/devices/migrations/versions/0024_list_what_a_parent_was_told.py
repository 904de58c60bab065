"""Find quickly which devices one parent was told about."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index under the list on the parent's page."""
    op.execute(
        "CREATE INDEX ix_notice_guardian_id_released_at_id"
        " ON devices.notice (guardian_id, released_at, id)"
    )

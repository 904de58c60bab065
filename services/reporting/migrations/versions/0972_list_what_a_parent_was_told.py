"""Find quickly what else one parent was told."""

from alembic import op

revision = "0972_list_what_a_parent_was_told"
down_revision = "0971_join_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index under the list on the parent's page."""
    op.execute(
        "CREATE INDEX ix_parent_notice_guardian_id_released_at_id"
        " ON reporting.parent_notice (guardian_id, released_at, id)"
    )

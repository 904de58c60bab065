"""Keep whether somebody wants mail about what can wait, one a week, or none."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody gets mail until they say otherwise."""
    wish = sa.Column("can_wait", sa.String(), nullable=False, server_default="mail")
    op.add_column("preference", wish, schema="notifications")
    name = op.f("ck_preference_can_wait")
    allowed = "can_wait IN ('mail', 'weekly', 'app')"
    op.create_check_constraint(name, "preference", allowed, schema="notifications")

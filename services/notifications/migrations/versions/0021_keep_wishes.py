"""Keep more of a person's wishes: a text for what is urgent, no weekly overview by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has such a wish until they say so."""
    for name in ("texts_urgent", "no_digest"):
        wish = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
        op.add_column("preference", wish, schema="notifications")

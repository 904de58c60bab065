"""Remember with whose class card a child told, so that the same card opens the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0984_come_back_with_card"
down_revision = "0983_say_that_a_task_waits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was told before is opened with its slip alone."""
    card = sa.Column("card_pupil_id", sa.Uuid(), nullable=True)
    op.add_column("come_back_code", card, schema="reporting")
    op.create_index(
        op.f("ix_come_back_code_card_pupil_id"),
        "come_back_code",
        ["card_pupil_id"],
        schema="reporting",
    )

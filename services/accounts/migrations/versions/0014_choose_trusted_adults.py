"""Let the school say who stands on the children's page: with consent, on which days."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DAYS = "weekdays ~ '^1?2?3?4?5?$' AND weekdays <> ''"
CHANGED = (
    "UPDATE (display_name, portrait, sort, weekdays, consented_at, recorded_by_id, removed_at)"
)


def upgrade() -> None:
    """Add the columns, and leave those out of the view who were taken off the list."""
    for column in (
        sa.Column("weekdays", sa.String(), nullable=False, server_default="12345"),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
    ):
        op.add_column("trusted_adult", column, schema="accounts")
    name = op.f("ck_trusted_adult_weekdays")
    op.create_check_constraint(name, "trusted_adult", DAYS, schema="accounts")
    op.execute(
        "CREATE OR REPLACE VIEW directory.trusted_adult AS"
        " SELECT t.school_id, t.person_id, t.display_name, t.portrait, t.sort, t.weekdays"
        " FROM accounts.trusted_adult t JOIN accounts.person p ON p.id = t.person_id"
        " WHERE p.is_active AND t.removed_at IS NULL"
    )
    grant(op, "accounts.trusted_adult", to="accounts_service", rights=f"INSERT, {CHANGED}")

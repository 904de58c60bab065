"""Keep that a school was opened; without it no child's page of the school is shown."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; schools that are in use already stay open."""
    op.create_table(
        "school_opening",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_school_opening_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_school_opening")),
        schema="accounts",
    )
    # before row security, which would hide the schools from this very migration
    op.execute("ALTER TABLE accounts.school NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO accounts.school_opening (school_id, opened_at, opened_by_id)"
        " SELECT id, statement_timestamp(), '00000000-0000-4000-8000-000000000001'"
        " FROM accounts.school"
    )
    op.execute("ALTER TABLE accounts.school FORCE ROW LEVEL SECURITY")
    protect(op, "accounts.school_opening")
    grant(op, "accounts.school_opening", to="accounts_service", rights="SELECT, INSERT")

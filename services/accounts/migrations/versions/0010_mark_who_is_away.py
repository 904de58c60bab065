"""Keep who is away, so that alerts go to somebody who is there."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table, and the view that notifications reads before it asks somebody."""
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("away_from", MOMENT, nullable=False),
        sa.Column("away_until", MOMENT, nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("away_from < away_until", name=op.f("ck_absence_forwards")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_absence_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_absence_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint(
            "school_id", "idempotency_key", name=op.f("uq_absence_school_id_idempotency_key")
        ),
        schema="accounts",
    )
    for columns in (["person_id", "away_until"], ["school_id", "away_until"]):
        name = f"ix_absence_{'_'.join(columns)}"
        op.create_index(name, "absence", columns, schema="accounts")
    protect(op, "accounts.absence")
    grant(op, "accounts.absence", to="accounts_service", rights="SELECT, INSERT")
    ended = "UPDATE (ended_at, ended_by_id)"
    grant(op, "accounts.absence", to="accounts_service", rights=ended)
    op.execute(
        "CREATE VIEW directory.away AS SELECT school_id, person_id, away_from, away_until"
        " FROM accounts.absence WHERE ended_at IS NULL"
    )
    grant(op, "directory.away", to="lantern_services", rights="SELECT")

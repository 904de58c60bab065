"""Schools, their profiles, calendar and keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.shared.migrations import grant, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("local_authority", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("urn", name=op.f("uq_school_urn")),
        schema="accounts",
    )
    op.create_table(
        "profile_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("effective_from_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_profile_version_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_version")),
        sa.UniqueConstraint(
            "school_id", "version", name=op.f("uq_profile_version_school_id_version")
        ),
        schema="accounts",
    )
    op.create_table(
        "school_day",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('school', 'inset', 'closed')", name=op.f("ck_school_day_kind")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_school_day_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "on_date", name=op.f("pk_school_day")),
        schema="accounts",
    )
    op.create_table(
        "school_key",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_school_key_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_school_key")),
        schema="accounts",
    )
    op.create_table(
        "data_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_data_key_school_id")
        ),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_data_key")),
        schema="accounts",
    )
    op.create_index(
        "ix_data_key_school_id_made_at",
        "data_key",
        ["school_id", "made_at"],
        unique=False,
        schema="accounts",
    )
    for table in ("profile_version", "school_day", "school_key", "data_key"):
        protect(op, f"accounts.{table}")
        grant(op, f"accounts.{table}", to="accounts_service", rights="SELECT")
    # A school's own row carries its id as `id`; the system persons may list the schools.
    op.execute("ALTER TABLE accounts.school ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE accounts.school FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY reads ON accounts.school FOR SELECT"
        " USING (id = directory.current_school() OR directory.is_system())"
    )
    op.execute(
        "CREATE POLICY writes ON accounts.school FOR INSERT"
        " WITH CHECK (id = directory.current_school())"
    )
    op.execute(
        "CREATE POLICY changes ON accounts.school FOR UPDATE"
        " USING (id = directory.current_school()) WITH CHECK (id = directory.current_school())"
    )
    grant(op, "accounts.school", to="accounts_service", rights="SELECT")

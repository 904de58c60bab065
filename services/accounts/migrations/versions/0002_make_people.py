"""People, their names for searching, roles and classes."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("portrait", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('staff', 'pupil', 'guardian', 'governor', 'system')",
            name=op.f("ck_person_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_person_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        schema="accounts",
    )
    op.create_index(
        "ix_person_school_id_kind_family_name",
        "person",
        ["school_id", "kind", "family_name"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "name_part",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(collation="C"), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_name_part_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_name_part_school_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "part", name=op.f("pk_name_part")),
        schema="accounts",
    )
    op.create_index(
        "ix_name_part_school_id_kind_part",
        "name_part",
        ["school_id", "kind", "part"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "role_holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "role IN ('head', 'dsl', 'ddsl', 'chair', 'saf_gov', 'tech', 'office', 'teacher',"
            " 'assistant', 'slt')",
            name=op.f("ck_role_holding_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_role_holding_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_role_holding_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_holding")),
        schema="accounts",
    )
    op.create_index(
        "ix_role_holding_school_id_role_rank",
        "role_holding",
        ["school_id", "role", "rank"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        "uq_role_holding_person_id_role",
        "role_holding",
        ["person_id", "role"],
        unique=True,
        schema="accounts",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "school_class",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("year_group", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.CheckConstraint("lane IN ('little', 'big')", name=op.f("ck_school_class_lane")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_school_class_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_school_class_school_id_name")),
        schema="accounts",
    )
    op.create_table(
        "class_staff",
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["accounts.school_class.id"], name=op.f("fk_class_staff_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_class_staff_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_class_staff_school_id")
        ),
        sa.PrimaryKeyConstraint("class_id", "person_id", name=op.f("pk_class_staff")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_class_staff_person_id"),
        "class_staff",
        ["person_id"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        op.f("ix_class_staff_school_id"),
        "class_staff",
        ["school_id"],
        unique=False,
        schema="accounts",
    )
    for table in ("person", "name_part", "role_holding", "school_class", "class_staff"):
        protect(op, f"accounts.{table}")
        grant(op, f"accounts.{table}", to="accounts_service", rights="SELECT")
